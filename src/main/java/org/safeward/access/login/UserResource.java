package org.safeward.access.login;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.safeward.access.AccessFields;
import org.safeward.access.Account;
import org.safeward.access.Role;
import org.safeward.access.audit.Audited;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.JsonBody;

/** The users who log in with passwords. */
@Path("/auth/users")
@RequestScoped
@RolesAllowed("ADMIN")
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {
    @Inject
    private Users users;

    @Inject
    private Caller caller;

    @GET
    public Response list() {
        JsonArrayBuilder list = Json.createArrayBuilder();
        users.all().forEach(account -> list.add(json(account)));
        return Envelope.success(
                caller.messages(), Json.createObjectBuilder().add("list", list).build());
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return Envelope.success(caller.messages(), json(users.get(caller.id(id))));
    }

    @POST
    @Audited("user.create")
    public Response create(String body, @Context HttpHeaders headers) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<String> name = AccessFields.newName(json);
        Optional<String> password = json.required("password", AccessFields.newPassword("password", json));
        Optional<Role> role = AccessFields.requiredRole(json);
        json.check();
        caller.concerns("user " + name.orElseThrow() + ", role " + role.orElseThrow());
        Account made = users.create(name.get(), password.orElseThrow(), role.get());
        return Envelope.success(caller.messages(), "USER_CREATED", json(made));
    }

    @PUT
    @Path("{id}")
    @Audited("user.change")
    public Response change(@PathParam("id") String id, String body, @Context HttpHeaders headers) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<Role> role = AccessFields.role(json);
        Optional<Boolean> enabled = json.flag("enabled");
        Optional<String> password = AccessFields.newPassword("password", json);
        json.check();
        caller.concerns("user " + users.get(caller.id(id)).name()
                + role.map(wanted -> ", role " + wanted).orElse("")
                + enabled.map(wanted -> wanted ? ", enabled" : ", disabled").orElse("")
                + password.map(secret -> ", another password").orElse(""));
        Account changed = users.change(caller.id(id), role, enabled, password);
        return Envelope.success(caller.messages(), "USER_UPDATED", json(changed));
    }

    @DELETE
    @Path("{id}")
    @Audited("user.delete")
    public Response delete(@PathParam("id") String id) {
        caller.concerns("user " + users.get(caller.id(id)).name());
        users.delete(caller.id(id));
        return Envelope.success(caller.messages(), "USER_DELETED", JsonValue.NULL);
    }

    static JsonObject json(Account account) {
        return Json.createObjectBuilder()
                .add("id", account.id())
                .add("name", account.name())
                .add("role", account.role())
                .add("enabled", account.enabled())
                .add("created_at", AccessFields.moment(account.createdAt()))
                .add("updated_at", AccessFields.moment(account.updatedAt()))
                .add("last_login_at", AccessFields.moment(account.lastLoginAt()))
                .build();
    }
}
