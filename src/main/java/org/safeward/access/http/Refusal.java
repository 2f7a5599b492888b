package org.safeward.access.http;

import jakarta.servlet.http.HttpServletRequest;
import org.safeward.access.Role;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Why the credentials of a request do not count. Noted where they are read, told where something is asked for that needs some: what
 * anybody may have is not refused for a token that has expired.
 */
public final class Refusal {
    private static final String NOTE = "safeward.refusal";

    private Refusal() {}

    static void note(HttpServletRequest request, Fault fault) {
        request.setAttribute(NOTE, fault);
    }

    /** The reason to refuse a request that comes from nobody. */
    static Fault of(HttpServletRequest request) {
        return request.getAttribute(NOTE) instanceof Fault fault ? fault : new Fault(ErrorCode.NOT_AUTHENTICATED);
    }

    /**
     * For servlets, to be called before they read a body: nobody else may fill our disk.
     *
     * @throws Fault NOT_AUTHENTICATED and its kin, FORBIDDEN
     */
    public static void unless(Role role, HttpServletRequest request) {
        if (request.getUserPrincipal() == null) {
            throw of(request);
        }
        if (!request.isUserInRole(role.name())) {
            throw new Fault(ErrorCode.FORBIDDEN, role);
        }
    }
}
