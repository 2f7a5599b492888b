package org.safeward.backup.identities;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.safeward.access.audit.Audited;
import org.safeward.backup.FileKeys;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.rest.json.JsonBody;

/** Whom encrypted places are for, when somebody has last shown that he can open them, and showing it. */
@Path("/recipients")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RecipientsResource {
    @Resource
    private ManagedExecutorService executor;

    @Inject
    private EncryptedPlaces places;

    @Inject
    private ShowIdentity show;

    @Inject
    private Caller caller;

    @GET
    @RolesAllowed("VIEWER")
    public Response list() {
        JsonArrayBuilder list = Json.createArrayBuilder();
        places.all().forEach(place -> list.add(json(place)));
        return Envelope.success(
                caller.messages(), Json.createObjectBuilder().add("list", list).build());
    }

    /** The place may be slow, so it does not wait on a request thread. */
    @POST
    @Path("show")
    @Audited("recipients.show")
    @RolesAllowed("OPERATOR")
    public void show(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<String> identity = json.required("identity", json.text("identity", FileKeys.LONGEST_IDENTITY));
        json.check();
        Showing showing = new Showing(show, identity.orElseThrow(), caller.name(), caller.messages());
        executor.execute(() -> waiting.resume(showing.answer()));
    }

    /** What the work needs of the request, which is over by then. */
    private record Showing(ShowIdentity show, String identity, String who, Messages messages) {
        Response answer() {
            try {
                ShowIdentity.Act act = show.run(identity, who);
                JsonObject json = Json.createObjectBuilder()
                        .add("opened", act.opened())
                        .add("recipients", Json.createArrayBuilder(act.recipients()))
                        .build();
                return Envelope.success(messages, "IDENTITY_SHOWN", json);
            } catch (IOException | RuntimeException e) {
                return Envelope.fault(messages, Faults.of(Faults.unwrapped(e)));
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Showing[" + who + "]";
        }
    }

    private static JsonObjectBuilder json(EncryptedPlaces.Standing place) {
        JsonArrayBuilder recipients = Json.createArrayBuilder();
        for (ShownIdentities.Shown one : place.recipients()) {
            recipients.add(Json.createObjectBuilder()
                    .add("recipient", one.recipient())
                    .add("known_since", moment(one.knownSince()))
                    .add("shown_at", moment(one.shownAt()))
                    .add(
                            "shown_by",
                            one.shownBy().<JsonValue>map(Json::createValue).orElse(JsonValue.NULL)));
        }
        return Json.createObjectBuilder()
                .add("place", place.place())
                .add("shown_at", moment(place.shownAt()))
                .add("late", place.late())
                .add("recipients", recipients);
    }

    private static JsonValue moment(Optional<Instant> moment) {
        return moment.<JsonValue>map(at -> Json.createValue(at.getEpochSecond()))
                .orElse(JsonValue.NULL);
    }
}
