package org.safeward.backup.adopt;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.safeward.access.audit.Audited;
import org.safeward.archive.age.Identity;
import org.safeward.backup.ShowRecords;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.rest.json.JsonBody;

/**
 * Takes the copies of a destination that no record names into the catalog. With the public key of another installation, which stands on its recovery sheet,
 * those that it has signed count as ours from then on.
 */
@Path("/destinations/{name}/adopt")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AdoptCopiesResource {
    private static final int MOST_KEY_CHARACTERS = 200;
    private static final int MOST_IDENTITY_CHARACTERS = 16 * 1024;

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private AdoptCopies adoption;

    @Inject
    private Destinations destinations;

    @Inject
    private InstallationKeys keys;

    @Inject
    private ShowRecords records;

    @Inject
    private Caller caller;

    @POST
    @Audited("destination.adopt")
    @RolesAllowed("ADMIN")
    public void adopt(
            @PathParam("name") String name,
            String body,
            @Context HttpHeaders headers,
            @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        json.narrowing("public_key", "identity");
        Optional<PublicKeyText> trusted = publicKey(json);
        Optional<String> identity = json.text("identity", MOST_IDENTITY_CHARACTERS);
        json.check();
        Destination destination = destinations.get(name);
        Optional<Identity> opening = identity.map(Identity::parse);
        trusted.ifPresent(key -> keys.trust(key, caller.name()));
        caller.concerns("destination " + name
                + trusted.map(key -> ", trusts " + key.hex()).orElse(""));
        Adopting adopting = new Adopting(adoption, records, destination, opening, caller.messages());
        executor.execute(() -> waiting.resume(adopting.answer()));
    }

    private static Optional<PublicKeyText> publicKey(JsonBody json) {
        Optional<String> text = json.text("public_key", MOST_KEY_CHARACTERS);
        Optional<PublicKeyText> key = text.flatMap(PublicKeyText::typed);
        if (text.isPresent() && key.isEmpty()) {
            json.faults().add("FIELD_PUBLIC_KEY", "public_key");
        }
        return key;
    }

    /** What the work needs of the request, which is over by then. */
    private record Adopting(
            AdoptCopies adoption,
            ShowRecords records,
            Destination destination,
            Optional<Identity> identity,
            Messages messages) {
        Response answer() {
            try {
                return Envelope.success(messages, json(adoption.adopt(destination, identity)));
            } catch (IOException | RuntimeException e) {
                return Envelope.fault(messages, Faults.of(Faults.unwrapped(e)));
            } finally {
                identity.ifPresent(Identity::close);
            }
        }

        private JsonObject json(AdoptCopies.Adoption adoption) {
            JsonArrayBuilder adopted = Json.createArrayBuilder();
            JsonArrayBuilder refused = Json.createArrayBuilder();
            for (AdoptCopies.Outcome outcome : adoption.outcomes()) {
                if (!outcome.isRefused()) {
                    adopted.add(records.of(outcome.record(), messages));
                } else {
                    JsonObjectBuilder refusal = Json.createObjectBuilder().add("name", outcome.name());
                    LyingCopyJson.addFault(outcome.refused(), refusal, messages);
                    refused.add(refusal);
                }
            }
            return Json.createObjectBuilder()
                    .add("adopted", adopted)
                    .add("refused", refused)
                    .add("refused_count", adoption.refused())
                    .build();
        }
    }
}
