package org.safeward.backup.offsite.http;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.safeward.access.audit.Audited;
import org.safeward.destinations.Destinations;
import org.safeward.jobs.CancelJob;
import org.safeward.jobs.record.Job;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.JsonBody;

/** Copies on their way to a destination: stopping the one that is. They are listed with all other jobs. */
@Path("/backup/copies")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CopyResource {
    private static final int MOST_NAME = 100;

    @Inject
    private CancelJob cancelling;

    @Inject
    private Destinations destinations;

    @Inject
    private Caller caller;

    @POST
    @Path("cancel")
    @RolesAllowed("OPERATOR")
    @Audited("copy.cancel")
    public Response cancel(String body, @Context HttpHeaders headers) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<String> named = json.required("destination", json.text("destination", MOST_NAME));
        json.check();
        String destination = destinations.get(named.orElseThrow()).name();
        Optional<Job> job = cancelling.cancelCopy(destination);
        caller.concerns("destination " + destination
                + job.map(asked -> ", job " + asked.id()).orElse(", nothing running"));
        if (job.isPresent()) {
            // It may still end otherwise: its own entry says how.
            caller.goesOn();
        }
        return Envelope.success(caller.messages(), job.isPresent() ? "CANCEL_SENT" : "NOTHING_RUNNING", JsonValue.NULL);
    }
}
