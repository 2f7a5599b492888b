package org.safeward.access.http;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.safeward.access.Identity;
import org.safeward.access.Role;
import org.safeward.access.apikey.ApiKeyCheck;
import org.safeward.access.token.TokenCheck;
import org.safeward.rest.Caller;
import org.safeward.rest.Faults;

/**
 * Tells the container who calls. An alternative with a high priority, so that it stands in place of the server's own one for
 * {@code MP-JWT}. A request without credentials that count passes as nobody: what it may reach is decided where roles are asked for.
 */
@Alternative
@Priority(2000)
@ApplicationScoped
public class SafewardAuthentication implements HttpAuthenticationMechanism {
    @Inject
    private TokenCheck tokens;

    @Inject
    private ApiKeyCheck keys;

    @Inject
    private TicketCheck tickets;

    @Inject
    private Caller caller;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Optional<Credential> credential = Credential.of(request);
        if (credential.isEmpty()) {
            return context.doNothing();
        }
        try {
            Identity identity = recognise(credential.get(), request);
            return context.notifyContainerAboutLogin(identity, groups(identity, credential.get()));
        } catch (RuntimeException e) {
            Refusal.note(request, Faults.of(Faults.unwrapped(e)));
            return context.doNothing();
        }
    }

    /** A ticket is for a download, whoever asked for it: it does not carry the rights of an administrator. */
    private static Set<String> groups(Identity identity, Credential credential) {
        return credential instanceof Credential.Ticket ? Role.OPERATOR.groups() : identity.getGroups();
    }

    private Identity recognise(Credential credential, HttpServletRequest request) {
        if (credential instanceof Credential.Token token) {
            return tokens.check(token.text());
        }
        if (credential instanceof Credential.Ticket ticket) {
            boolean resumes = request.getHeader("Range") != null;
            TicketCheck.Admitted admitted = tickets.check(ticket, resumes, caller.address());
            request.setAttribute(
                    Caller.SUBJECT, "backup/download/" + ticket.record() + ", by ticket " + admitted.ticket());
            return admitted.who();
        }
        return keys.check(((Credential.Key) credential).text(), caller.address());
    }
}
