package org.safeward.access.audit;

import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;

/**
 * Audits every resource method that changes something, whoever wrote it and whether or not its author thought of it: begun before the
 * method is called, ended with what it answered. Calls that were refused for want of a role are in it; those of nobody are not, since anybody
 * could fill the disk with them.
 */
@Provider
public class AuditTrail implements DynamicFeature {
    private static final Logger LOG = System.getLogger(AuditTrail.class.getName());

    /** The property of the request that holds its {@link Entry}. */
    private static final String ENTRY = "safeward.audit";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @Inject
    private Audit audit;

    @Inject
    private Caller caller;

    private record Entry(long id, String subject) {}

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Method method = resource.getResourceMethod();
        Audited audited = method.getAnnotation(Audited.class);
        if (audited != null) {
            register(audited.value(), context);
        } else {
            changing(method).ifPresent(verb -> register(verb + " " + path(resource), context));
        }
    }

    private void register(String action, FeatureContext context) {
        // After the role was found good, and before a body is read.
        context.register(new Begin(action, audit, caller));
        context.register(new End(action, audit, caller));
    }

    private static Optional<String> changing(Method method) {
        return Stream.of(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .filter(verb -> !READING.contains(verb))
                .findFirst();
    }

    private static String path(ResourceInfo resource) {
        jakarta.ws.rs.Path method = resource.getResourceMethod().getAnnotation(jakarta.ws.rs.Path.class);
        String above = resource.getResourceClass()
                .getAnnotation(jakarta.ws.rs.Path.class)
                .value();
        return method == null ? above : above + "/" + method.value();
    }

    private record Begin(String action, Audit audit, Caller caller) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (!caller.name().isEmpty()) {
                String subject = request.getUriInfo().getPath();
                long id = audit.begin(caller.name(), caller.address(), action, subject);
                request.setProperty(ENTRY, new Entry(id, subject));
            }
        }
    }

    /** May run on a thread of the work that was waited for: then the request is known by its properties only. */
    private record End(String action, Audit audit, Caller caller) implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            try {
                write(request, response);
            } catch (RuntimeException e) {
                // What was done is done; its entry stays begun.
                LOG.log(Level.ERROR, "the result of " + action + " could not be written to the audit", e);
            }
        }

        private void write(ContainerRequestContext request, ContainerResponseContext response) {
            Object said = request.getProperty(Caller.SUBJECT);
            if (request.getProperty(ENTRY) instanceof Entry entry) {
                audit.end(entry.id(), said == null ? entry.subject() : said.toString(), result(request, response));
            } else if (request.getSecurityContext().getUserPrincipal() != null) {
                audit.record(
                        caller.name(),
                        caller.address(),
                        action,
                        request.getUriInfo().getPath(),
                        result(request, response));
            }
        }
    }

    /** Of an error its code, since the status may be 200 all the same. What goes on behind the answer is not done yet. */
    static String result(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Envelope envelope
                && envelope.error().isPresent()) {
            return envelope.error().get().name();
        }
        if (response.getStatus() >= 400) {
            return "HTTP " + response.getStatus();
        }
        return goesOn(request, response) ? AuditEntry.ACCEPTED : AuditEntry.DONE;
    }

    /** The status alone does not tell, because some clients know only 200. */
    private static boolean goesOn(ContainerRequestContext request, ContainerResponseContext response) {
        return response.getStatus() == 202
                || response.getHeaders().containsKey(HttpHeaders.LOCATION)
                || request.getProperty(Caller.GOES_ON) != null;
    }
}
