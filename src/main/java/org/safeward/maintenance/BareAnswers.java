package org.safeward.maintenance;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import org.safeward.fault.Messages;
import org.safeward.settings.Settings;

/**
 * Brings the faults of the maintenance endpoint into its contract's shape: {@code {"error", "details"?}} with 400, 401, 403, 409 or 500.
 * Runs behind every other filter of answers, which know the envelope.
 */
@Provider
@Priority(100)
public class BareAnswers implements ContainerResponseFilter {
    private static final Set<Integer> KNOWN = Set.of(400, 401, 403, 409);

    @Inject
    private Settings settings;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean ours = request.getUriInfo().getPath().matches("/?admin/maintenance/?");
        if (ours && response.getEntity() instanceof String text && text.startsWith("{\"code\":")) {
            JsonObject envelope = parsed(text);
            int status = response.getStatus() >= 500 ? 500 : response.getStatus();
            response.setStatus(KNOWN.contains(status) || status == 500 ? status : 400);
            response.setEntity(
                    bare(envelope, response.getStatus(), messages(request)).toString());
        }
    }

    private static JsonObject parsed(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static JsonObject bare(JsonObject envelope, int status, Messages messages) {
        String message = envelope.getString("message");
        String hint = envelope.getString("hint", "");
        JsonObjectBuilder bare = Json.createObjectBuilder();
        return switch (status) {
            case 401 ->
                bare.add("error", messages.text("MAINTENANCE_NOT_LOGGED_IN")).build();
            case 403 -> bare.add("error", message).build();
            case 500 ->
                bare.add("error", messages.text("MAINTENANCE_FAILED"))
                        .add("details", message + " " + hint)
                        .build();
            default -> bare.add("error", message).add("details", hint).build();
        };
    }

    /** From the request itself: the answer may come when its scope is over. */
    private Messages messages(ContainerRequestContext request) {
        for (Locale accepted : request.getAcceptableLanguages()) {
            for (Messages messages : Messages.values()) {
                if (messages.locale().getLanguage().equals(accepted.getLanguage())) {
                    return messages;
                }
            }
        }
        return settings.language();
    }
}
