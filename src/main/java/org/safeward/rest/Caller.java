package org.safeward.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Set;
import org.safeward.fault.Messages;
import org.safeward.settings.Settings;

/** Who asks, and in which language. */
@RequestScoped
public class Caller {
    /** The property of the request that holds what {@link #concerns} was told. */
    public static final String SUBJECT = "safeward.subject";

    @Inject
    private HttpServletRequest request;

    @Inject
    private Settings settings;

    /** The language that the request prefers among ours, else the server's. */
    public Messages messages() {
        return Languages.preferred(request.getHeader("Accept-Language"), settings.language());
    }

    public FieldFaults fieldFaults() {
        return new FieldFaults(messages());
    }

    /** @throws org.safeward.fault.Fault BAD_FIELD when the text is no id */
    public long id(String text) {
        FieldFaults faults = fieldFaults();
        long id = faults.wholeNumber("id", text, 1, Long.MAX_VALUE);
        faults.check();
        return id;
    }

    /** The name of the user or key; empty for nobody. */
    public String name() {
        Principal principal = request.getUserPrincipal();
        return principal == null ? "" : principal.getName();
    }

    public boolean is(String role) {
        return request.isUserInRole(role);
    }

    /**
     * The address that the request came from. Behind a proxy that {@code safeward.trusted-proxies} names, the last address of
     * {@code X-Forwarded-For} that is not such a proxy: whatever stands before it, anybody may have written.
     */
    public String address() {
        String address = request.getRemoteAddr();
        Set<String> proxies = settings.access().trustedProxies();
        String forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded == null || !proxies.contains(address)) {
            return address;
        }
        String[] hops = forwarded.strip().split("\\s*,\\s*");
        for (int i = hops.length - 1; i >= 0 && proxies.contains(address); i--) {
            address = hops[i].matches("[0-9A-Fa-f.:]{2,45}") ? hops[i] : address;
        }
        return address;
    }

    /** Says for the audit what the request is about, where its path does not tell. */
    public void concerns(String subject) {
        request.setAttribute(SUBJECT, subject);
    }
}
