package org.safeward.access.apikey;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.access.AccessFields;
import org.safeward.access.Role;
import org.safeward.access.audit.Audited;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.JsonBody;

/** The API keys. A key's text is in the answer that creates it, and nowhere else. */
@Path("/auth/api-keys")
@RequestScoped
@RolesAllowed("ADMIN")
@Produces(MediaType.APPLICATION_JSON)
public class ApiKeyResource {
    private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999

    @Inject
    private ApiKeyAdministration keys;

    @Inject
    private Caller caller;

    @Inject
    private InstantSource clock;

    @GET
    public Response list() {
        JsonArrayBuilder list = Json.createArrayBuilder();
        keys.all().forEach(key -> list.add(json(key)));
        return Envelope.success(
                caller.messages(), Json.createObjectBuilder().add("list", list).build());
    }

    @POST
    @Audited("key.create")
    public Response create(String body, @Context HttpHeaders headers) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<String> name = AccessFields.newName(json);
        Optional<Role> role = AccessFields.requiredRole(json);
        Optional<Instant> expires =
                json.wholeNumber("expires_at", 0, LAST_SECOND).map(Instant::ofEpochSecond);
        if (expires.isPresent() && !expires.get().isAfter(clock.instant())) {
            json.faults().add("FIELD_FUTURE", "expires_at");
        }
        json.check();
        caller.concerns("key " + name.orElseThrow() + ", role " + role.orElseThrow());
        ApiKeyAdministration.Made made = keys.create(name.get(), role.get(), expires.orElse(null), caller.name());
        return Envelope.success(
                caller.messages(),
                "KEY_CREATED",
                json(made.key()).add("key", made.text()).build());
    }

    @DELETE
    @Path("{id}")
    @Audited("key.revoke")
    public Response revoke(@PathParam("id") String id) {
        ApiKey revoked = keys.revoke(caller.id(id));
        caller.concerns("key " + revoked.name());
        return Envelope.success(caller.messages(), "KEY_REVOKED", JsonValue.NULL);
    }

    private static JsonObjectBuilder json(ApiKey key) {
        return Json.createObjectBuilder()
                .add("id", key.id())
                .add("name", key.name())
                .add("role", key.role())
                .add("created_at", AccessFields.moment(key.createdAt()))
                .add("created_by", key.createdBy())
                .add("expires_at", AccessFields.moment(key.expiresAt()))
                .add("revoked_at", AccessFields.moment(key.revokedAt()))
                .add("last_used_at", AccessFields.moment(key.lastUsedAt()));
    }
}
