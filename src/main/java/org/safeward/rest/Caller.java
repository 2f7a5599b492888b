package org.safeward.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import org.safeward.fault.Messages;
import org.safeward.rest.json.FieldFaults;
import org.safeward.settings.Settings;

/** Who asks, and in which language. */
@RequestScoped
public class Caller {
    /** The property of the request that holds what {@link #concerns} was told. */
    public static final String SUBJECT = "safeward.subject";

    /** The property of the request that is there once {@link #goesOn} was called. */
    public static final String GOES_ON = "safeward.goes-on";

    @Inject
    private HttpServletRequest straight;

    @Inject
    private Settings settings;

    public HttpServletRequest request() {
        HttpServletRequest taken = OpenBody.taken();
        return taken == null ? straight : taken;
    }

    /** The language that the request prefers among ours, else the server's. */
    public Messages messages() {
        return Languages.preferred(request().getHeader("Accept-Language"), settings.language());
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
        Principal principal = request().getUserPrincipal();
        return principal == null ? "" : principal.getName();
    }

    public boolean is(String role) {
        return request().isUserInRole(role);
    }

    /** The address that the request came from; behind proxies that {@code safeward.trusted-proxies} names, before the first of them. */
    public String address() {
        List<String> forwarded = Collections.list(request().getHeaders("X-Forwarded-For"));
        return ForwardedFor.client(
                request().getRemoteAddr(), forwarded, settings.access().trustedProxies());
    }

    /** Says for the audit what the request is about, where its path does not tell. */
    public void concerns(String subject) {
        request().setAttribute(SUBJECT, subject);
    }

    /** Says for the audit that the answer only promises what was asked for. */
    public void goesOn() {
        request().setAttribute(GOES_ON, true);
    }
}
