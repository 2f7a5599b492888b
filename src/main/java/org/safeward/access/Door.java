package org.safeward.access;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.ServletAnswer;
import org.safeward.settings.Settings;

/**
 * Lets nobody unknown to the API but to the few paths named here: what a server or a library adds below {@code /api} by itself
 * (descriptions of resources, answers to OPTIONS) is closed before anybody has thought of it. What a known caller may do is checked further in.
 */
public class Door extends HttpFilter {
    private static final Set<String> OPEN = Set.of("/api/health", "/api/health/started", "/api/auth/login");

    /** Closed too, but by {@link RoleCheck}: its contract has refusals of its own form. */
    private static final String MAINTENANCE = "/api/admin/maintenance";

    @Inject
    private transient Caller caller;

    @Inject
    private transient Settings settings;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean known = request.getUserPrincipal() != null;
        // Browsers' questions of this kind were answered before; what a server answers describes resources.
        boolean asksForOptions = "OPTIONS".equals(request.getMethod());
        if (!known && (asksForOptions || !passesUnknown(request))) {
            refuse(Refusal.of(request), request, response);
        } else if (asksForOptions) {
            refuse(new Fault(ErrorCode.METHOD_NOT_ALLOWED, "OPTIONS"), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean passesUnknown(HttpServletRequest request) {
        String path = ServletAnswer.path(request);
        return OPEN.contains(path) || "POST".equals(request.getMethod()) && path.equals(MAINTENANCE);
    }

    private void refuse(Fault fault, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServletAnswer.send(Envelope.fault(caller.messages(), fault), request, response, settings);
    }
}
