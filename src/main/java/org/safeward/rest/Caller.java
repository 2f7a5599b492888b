package org.safeward.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import org.safeward.fault.Messages;
import org.safeward.settings.Settings;

/** Who asks, and in which language. */
@RequestScoped
public class Caller {
    @Inject
    private HttpServletRequest request;

    @Inject
    private Settings settings;

    /** The language that the request prefers among ours, else the server's. */
    public Messages messages() {
        String accepted = request.getHeader("Accept-Language");
        if (accepted == null) {
            return settings.language();
        }
        try {
            return preferred(Locale.LanguageRange.parse(accepted));
        } catch (IllegalArgumentException e) {
            return settings.language();
        }
    }

    private Messages preferred(List<Locale.LanguageRange> ranges) {
        for (Locale.LanguageRange range : ranges) {
            String language = range.getRange().split("-", 2)[0];
            for (Messages messages : Messages.values()) {
                if (range.getWeight() > 0 && messages.locale().getLanguage().equals(language)) {
                    return messages;
                }
            }
        }
        return settings.language();
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
}
