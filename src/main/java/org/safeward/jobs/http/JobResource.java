package org.safeward.jobs.http;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Optional;
import org.safeward.access.audit.Audited;
import org.safeward.databases.Databases;
import org.safeward.jobs.CancelJob;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.JsonBody;

/** The jobs: listing, watching, cancelling. */
@Path("/backup")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobResource {
    @Inject
    private Jobs jobs;

    @Inject
    private JobList list;

    @Inject
    private CancelJob cancelling;

    @Inject
    private Databases databases;

    @Inject
    private JobFeed feed;

    @Inject
    private Caller caller;

    @GET
    @Path("jobs")
    @RolesAllowed("VIEWER")
    public Response list(@Context UriInfo uri) {
        return list.ofAll(uri);
    }

    @GET
    @Path("jobs/{id}")
    @RolesAllowed("VIEWER")
    public Response get(@PathParam("id") String id) {
        Job job = jobs.get(caller.id(id));
        return Envelope.success(caller.messages(), JobJson.of(job, caller.messages()));
    }

    @POST
    @Path("cancel")
    @RolesAllowed("OPERATOR")
    @Audited("job.cancel")
    public Response cancel(String body, @Context HttpHeaders headers) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        json.narrowing("database");
        String database = json.text("database", 100).orElse(Databases.DEFAULT);
        json.check();
        Optional<Job> job = cancelling.cancel(databases.require(database));
        caller.concerns(
                "database " + database + job.map(asked -> ", job " + asked.id()).orElse(", nothing running"));
        if (job.isPresent()) {
            // It may still end otherwise: its own entry says how.
            caller.goesOn();
        }
        return Envelope.success(caller.messages(), job.isPresent() ? "CANCEL_SENT" : "NOTHING_RUNNING", JsonValue.NULL);
    }

    @GET
    @Path("events")
    @RolesAllowed("VIEWER")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(@Context SseEventSink sink, @Context Sse sse) {
        feed.follow(sink, sse, caller.messages(), caller.request().getUserPrincipal());
    }
}
