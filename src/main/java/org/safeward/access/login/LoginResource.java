package org.safeward.access.login;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.safeward.access.AccessFields;
import org.safeward.access.Account;
import org.safeward.access.Accounts;
import org.safeward.access.Identity;
import org.safeward.access.Role;
import org.safeward.access.audit.Audit;
import org.safeward.access.audit.AuditEntry;
import org.safeward.access.audit.Audited;
import org.safeward.access.token.OwnTokens;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.JsonBody;
import org.safeward.settings.Settings;

/** Logging in, staying in, and who one is. */
@Path("/auth")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class LoginResource {
    private static final int MOST_NAME_CHARACTERS = 100;

    @Inject
    private PasswordLogin logins;

    @Inject
    private OwnTokens tokens;

    @Inject
    private Accounts accounts;

    @Inject
    private Audit audit;

    @Inject
    private Settings settings;

    @Inject
    private Caller caller;

    @Context
    private SecurityContext security;

    @POST
    @Path("login")
    @PermitAll
    @Audited("auth.login")
    public Response logIn(String body, @Context HttpHeaders headers) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<String> name = json.required("username", json.text("username", MOST_NAME_CHARACTERS));
        Optional<String> password = AccessFields.password("password", json);
        json.check();
        try {
            Account account = logins.logIn(name.orElseThrow(), password.orElseThrow(), caller.address());
            written(account.name(), AuditEntry.DONE);
            return Envelope.success(caller.messages(), "LOGGED_IN", session(account));
        } catch (Fault e) {
            // Only the names of accounts are written down: people type passwords into the wrong field.
            if (wasWrong(e)) {
                accounts.byName(name.get())
                        .ifPresent(account -> written(account.name(), ErrorCode.LOGIN_FAILED.name()));
            }
            throw e;
        }
    }

    /** Also one that is answered as one too many: nobody guesses without a trace. */
    private static boolean wasWrong(Fault fault) {
        return fault.code() == ErrorCode.LOGIN_FAILED
                || fault.getCause() instanceof Fault cause && cause.code() == ErrorCode.LOGIN_FAILED;
    }

    /** Here and not by {@code AuditTrail}, for which the caller is still nobody. */
    private void written(String account, String result) {
        audit.record(account, caller.address(), "auth.login", "user " + account, result);
    }

    /** A new token in place of one that has not ended yet. */
    @POST
    @Path("renew")
    @RolesAllowed("VIEWER")
    @Audited("auth.renew")
    public Response renew() {
        return Envelope.success(caller.messages(), session(own()));
    }

    @GET
    @Path("me")
    @RolesAllowed("VIEWER")
    public Response me() {
        Identity identity = identity();
        JsonObject data = Json.createObjectBuilder()
                .add("name", identity.getName())
                .add("kind", identity.kind().text())
                .add("role", identity.role().map(Role::name).orElse(""))
                .add("expires_at", AccessFields.moment(identity.expires().orElse(null)))
                .build();
        return Envelope.success(caller.messages(), data);
    }

    /** Ends all other sessions of the account; this one goes on with the token in the answer. */
    @PUT
    @Path("password")
    @RolesAllowed("VIEWER")
    @Audited("auth.password")
    public Response changePassword(String body, @Context HttpHeaders headers) {
        Account account = own();
        Users.requireOwnPassword(account, settings);
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<String> old = AccessFields.password("old_password", json);
        Optional<String> wanted = json.required("new_password", AccessFields.newPassword("new_password", json));
        json.check();
        if (!logins.change(account, old.orElseThrow(), wanted.orElseThrow(), caller.address())) {
            json.faults().add("FIELD_WRONG_PASSWORD", "old_password");
            json.check();
        }
        return Envelope.success(caller.messages(), "PASSWORD_CHANGED", session(accounts.get(account.id())));
    }

    private Identity identity() {
        return (Identity) security.getUserPrincipal();
    }

    private Account own() {
        return identity().account().flatMap(accounts::find).orElseThrow(() -> new Fault(ErrorCode.NEEDS_LOGIN));
    }

    private JsonObject session(Account account) {
        OwnTokens.Issued token = tokens.issue(account);
        return Json.createObjectBuilder()
                .add("token", token.text())
                .add("token_type", "Bearer")
                .add("expires_at", AccessFields.moment(token.expires()))
                .add("name", account.name())
                .add("role", account.role())
                .build();
    }
}
