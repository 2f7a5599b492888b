package org.safeward.backup.adopt;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.safeward.access.audit.Audited;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;

/** The installations that this one was told to trust, and taking that back. One is added where its copies are adopted. */
@Path("/trusted-keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TrustedKeysResource {
    @Inject
    private InstallationKeys keys;

    @Inject
    private Caller caller;

    @GET
    @RolesAllowed("ADMIN")
    public Response list() {
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (InstallationKeys.Trusted one : keys.others()) {
            list.add(Json.createObjectBuilder()
                    .add("public_key", one.key().hex())
                    .add("added_at", one.addedAt().getEpochSecond())
                    .add("added_by", one.addedBy())
                    .add("adopted", one.adopted()));
        }
        return Envelope.success(
                caller.messages(), Json.createObjectBuilder().add("list", list).build());
    }

    @DELETE
    @Path("{key}")
    @Audited("key.distrust")
    @RolesAllowed("ADMIN")
    public Response distrust(@PathParam("key") String typed) {
        PublicKeyText key =
                PublicKeyText.typed(typed).orElseThrow(() -> new Fault(ErrorCode.TRUSTED_KEY_NOT_FOUND, typed));
        caller.concerns("public key " + key.hex());
        keys.distrust(key);
        return Envelope.success(caller.messages(), "KEY_DISTRUSTED", JsonValue.NULL);
    }
}
