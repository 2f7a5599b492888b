package org.safeward.access.http;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;

/**
 * Enforces the roles that resource methods name, with the envelope as answer. Ours, because not every server enforces
 * {@link RolesAllowed} on resources, and none answers with the envelope. A method that names none is closed.
 */
@Provider
public class RoleCheck implements DynamicFeature {
    @Inject
    private Caller caller;

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Method method = resource.getResourceMethod();
        Class<?> type = resource.getResourceClass();
        if (method.isAnnotationPresent(PermitAll.class)) {
            return;
        }
        RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
        if (roles == null && !method.isAnnotationPresent(DenyAll.class)) {
            if (type.isAnnotationPresent(PermitAll.class)) {
                return;
            }
            roles = type.getAnnotation(RolesAllowed.class);
        }
        String[] allowed = roles == null ? new String[0] : roles.value();
        context.register(new Check(allowed, caller), Priorities.AUTHORIZATION);
    }

    private record Check(String[] roles, Caller caller) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            SecurityContext security = request.getSecurityContext();
            Messages messages = caller.messages();
            if (security.getUserPrincipal() == null) {
                request.abortWith(Envelope.fault(messages, Refusal.of(caller.request())));
            } else if (Arrays.stream(roles).noneMatch(security::isUserInRole)) {
                request.abortWith(Envelope.fault(messages, new Fault(ErrorCode.FORBIDDEN, String.join(", ", roles))));
            }
        }
    }
}
