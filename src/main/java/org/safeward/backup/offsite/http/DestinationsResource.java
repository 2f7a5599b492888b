package org.safeward.backup.offsite.http;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.safeward.access.audit.Audited;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.rest.json.ListQuery;

/** The places beyond the backup directory: how it stands with each, trying one, filling one up. */
@Path("/destinations")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DestinationsResource {
    @Resource
    private ManagedExecutorService executor;

    @Inject
    private ShowDestinations show;

    @Inject
    private TryDestination trial;

    @Inject
    private FillDestination filling;

    @Inject
    private ForgetDestination forgetting;

    @Inject
    private Caller caller;

    @GET
    @RolesAllowed("VIEWER")
    public Response list() {
        JsonArrayBuilder list = Json.createArrayBuilder();
        show.all().forEach(destination -> list.add(destination.json(caller.messages())));
        JsonArrayBuilder former = Json.createArrayBuilder();
        forgetting.all().forEach(former::add);
        return Envelope.success(
                caller.messages(),
                Json.createObjectBuilder()
                        .add("list", list)
                        .add("former", former)
                        .build());
    }

    @GET
    @Path("{name}")
    @RolesAllowed("VIEWER")
    public Response one(@PathParam("name") String name) {
        return shown(name);
    }

    /** Waits for up to a minute, so it does not wait on a request thread. */
    @POST
    @Path("{name}/test")
    @Audited("destination.test")
    @RolesAllowed("ADMIN")
    public void test(@PathParam("name") String name, @Suspended AsyncResponse waiting) {
        caller.concerns("destination " + name);
        trial.require(name);
        Messages messages = caller.messages();
        TryDestination asked = trial;
        ShowDestinations shown = show;
        executor.execute(() -> waiting.resume(answer(asked, shown, name, messages)));
    }

    private static Response answer(TryDestination trial, ShowDestinations show, String name, Messages messages) {
        try {
            String told = trial.run(name);
            return Envelope.success(
                    messages, told, show.one(name).json(messages).build());
        } catch (RuntimeException e) {
            return Envelope.fault(messages, Faults.of(Faults.unwrapped(e)));
        }
    }

    @GET
    @Path("{name}/fill")
    @RolesAllowed("VIEWER")
    public Response preview(@PathParam("name") String name) {
        return Envelope.success(caller.messages(), filling.preview(name).json());
    }

    @POST
    @Path("{name}/fill")
    @Audited("destination.fill")
    @RolesAllowed("ADMIN")
    public Response fill(@PathParam("name") String name) {
        caller.concerns("destination " + name);
        return Envelope.success(caller.messages(), filling.run(name).json());
    }

    @GET
    @Path("{name}/gone")
    @RolesAllowed("VIEWER")
    public Response previewGone(@PathParam("name") String name) {
        return Envelope.success(caller.messages(), forgetting.preview(name));
    }

    /** With {@code lost}, the number of backups that are lost with it. */
    @DELETE
    @Path("{name}")
    @Audited("destination.forget")
    @RolesAllowed("ADMIN")
    public Response forget(@PathParam("name") String name, @Context UriInfo uri) {
        caller.concerns("destination " + name);
        ListQuery query = new ListQuery(uri.getQueryParameters(), caller.fieldFaults());
        long lost = query.number("lost", 0, Integer.MAX_VALUE).orElse(0);
        query.check();
        int copies = forgetting.run(name, lost);
        caller.concerns("destination " + name + ", copies " + copies + ", backups lost " + lost);
        return Envelope.success(caller.messages(), "DESTINATION_FORGOTTEN", JsonValue.NULL);
    }

    private Response shown(String name) {
        return Envelope.success(
                caller.messages(), show.one(name).json(caller.messages()).build());
    }
}
