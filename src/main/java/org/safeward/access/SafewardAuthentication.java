package org.safeward.access;

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
import org.safeward.catalog.ApiKey;
import org.safeward.catalog.ApiKeys;

/**
 * Tells the container who calls. An alternative with a high priority, so that it stands in place of the server's own one for
 * {@code MP-JWT}. A request without credentials passes as nobody: what it may reach is decided where roles are asked for.
 */
@Alternative
@Priority(2000)
@ApplicationScoped
public class SafewardAuthentication implements HttpAuthenticationMechanism {
    @Inject
    private ApiKeys keys;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Optional<ApiKey> key = Credentials.apiKey(request).map(KeyHash::of).flatMap(keys::byHash);
        if (key.isEmpty()) {
            return context.doNothing();
        }
        return context.notifyContainerAboutLogin(
                "key:" + key.get().name(), Role.valueOf(key.get().role()).groups());
    }
}
