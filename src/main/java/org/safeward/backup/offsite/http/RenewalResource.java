package org.safeward.backup.offsite.http;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.safeward.access.audit.Audited;
import org.safeward.backup.FileKeys;
import org.safeward.backup.offsite.renew.Renewal;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.JsonBody;

/** Making the copies in a destination anew for the recipients that it has now. */
@Path("/destinations/{name}/reencrypt")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RenewalResource {
    @Inject
    private Destinations destinations;

    @Inject
    private Renewal renewal;

    @Inject
    private Caller caller;

    @GET
    @RolesAllowed("VIEWER")
    public Response preview(@PathParam("name") String name) {
        return Envelope.success(caller.messages(), json(renewal.standing(destinations.get(name))));
    }

    @POST
    @Audited("destination.reencrypt")
    @RolesAllowed("ADMIN")
    public Response ask(@PathParam("name") String name, String body, @Context HttpHeaders headers) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<String> identity = json.text("identity", FileKeys.LONGEST_IDENTITY);
        json.check();
        caller.concerns("destination " + name);
        Destination destination = destinations.get(name);
        renewal.ask(destination, identity);
        return Envelope.success(caller.messages(), json(renewal.standing(destination)));
    }

    /** The copy that is on its way now is stopped by itself: {@code POST /backup/copies/cancel}. */
    @DELETE
    @Audited("destination.reencrypt.stop")
    @RolesAllowed("ADMIN")
    public Response stop(@PathParam("name") String name) {
        caller.concerns("destination " + name);
        Destination destination = destinations.get(name);
        renewal.stop(destination);
        return Envelope.success(caller.messages(), json(renewal.standing(destination)));
    }

    private static JsonObject json(Renewal.Standing standing) {
        return Json.createObjectBuilder()
                .add("wanted", standing.wanted())
                .add("current", standing.count().current())
                .add("older", standing.count().older())
                .add("locked", standing.count().locked())
                .add("sealed", standing.sealed())
                .add("opens", standing.opens())
                .build();
    }
}
