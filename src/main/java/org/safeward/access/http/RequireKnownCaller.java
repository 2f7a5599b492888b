package org.safeward.access.http;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.safeward.access.Role;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.ReadableHeaders;
import org.safeward.rest.ServletAnswer;
import org.safeward.rest.UnreadBody;
import org.safeward.settings.Settings;

/**
 * Lets nobody unknown to the API but to the few paths named here: what a server or a library adds below {@code /api} by itself
 * (descriptions of resources, answers to OPTIONS) is closed before anybody has thought of it. What a known caller may do is checked further in.
 *
 * <p>Outside of the API the pages and files of ours are open, and the server's health. Whatever else the server has put beside them ({@code
 * /openapi}, {@code /metrics}) is for administrators: it is known by its servlet, which is neither ours nor the one for files.
 */
public class RequireKnownCaller extends HttpFilter {
    private static final Set<String> OPEN = Set.of("/api/health", "/api/health/started", "/api/auth/login");

    /** Closed too, but by {@link RoleCheck}: its contract has refusals of its own form. */
    private static final String MAINTENANCE = "/api/admin/maintenance";

    /** The server's pages of MicroProfile Health, for load balancers. */
    private static final String HEALTH = "/health";

    private static final String OURS = "org.safeward.";

    /** The servlet for files, on all servers. */
    private static final String FILES = "default";

    @Inject
    private transient Caller caller;

    @Inject
    private transient Settings settings;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Fault> objection =
                ServletAnswer.path(request).startsWith("/api/") ? objection(request) : guest(request);
        if (objection.isPresent()) {
            refuse(objection.get(), request, response);
        } else {
            chain.doFilter(ReadableHeaders.of(request), response);
        }
    }

    private static Optional<Fault> objection(HttpServletRequest request) {
        boolean known = request.getUserPrincipal() != null;
        // Browsers' questions of this kind were answered before; what a server answers describes resources.
        boolean asksForOptions = "OPTIONS".equals(request.getMethod());
        if (!known && (asksForOptions || !passesUnknown(request))) {
            return Optional.of(Refusal.of(request));
        }
        return asksForOptions ? Optional.of(new Fault(ErrorCode.METHOD_NOT_ALLOWED, "OPTIONS")) : Optional.empty();
    }

    /** Outside of the API. */
    private static Optional<Fault> guest(HttpServletRequest request) {
        String path = ServletAnswer.path(request);
        // The page at the root is the console's; which servlet that is, not every server says.
        if (path.equals("/")
                || path.isEmpty()
                || isOurs(request)
                || path.equals(HEALTH)
                || path.startsWith(HEALTH + "/")) {
            return Optional.empty();
        }
        if (request.getUserPrincipal() == null) {
            return Optional.of(Refusal.of(request));
        }
        return request.isUserInRole(Role.ADMIN.name())
                ? Optional.empty()
                : Optional.of(new Fault(ErrorCode.FORBIDDEN, Role.ADMIN));
    }

    private static boolean isOurs(HttpServletRequest request) {
        String name = request.getHttpServletMapping().getServletName();
        ServletRegistration servlet = request.getServletContext().getServletRegistration(name);
        String type = servlet == null ? null : servlet.getClassName();
        return FILES.equals(name) || type != null && type.startsWith(OURS);
    }

    private static boolean passesUnknown(HttpServletRequest request) {
        String path = ServletAnswer.path(request);
        return OPEN.contains(path) || "POST".equals(request.getMethod()) && path.equals(MAINTENANCE);
    }

    private void refuse(Fault fault, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean unread = request.getUserPrincipal() == null && UnreadBody.isLeft(request);
        if (unread) {
            // The client must not send its next request behind a body that nobody wants.
            response.setHeader("Connection", "close");
        }
        ServletAnswer.send(Envelope.fault(caller.messages(), fault), request, response, settings);
        if (unread) {
            UnreadBody.passOver(request, response);
        }
    }
}
