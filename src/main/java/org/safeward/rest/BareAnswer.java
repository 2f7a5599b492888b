package org.safeward.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Set;
import org.safeward.fault.Messages;

/**
 * A refusal as the maintenance contract has it: {@code {"error", "details"?}} with 400, 401, 403, 409 or 500 and no envelope. What is no
 * fault's envelope passes as it is.
 */
record BareAnswer(int status, String text) {
    private static final Set<Integer> KNOWN = Set.of(400, 401, 403, 409);

    /** @param path below the context root */
    static boolean appliesTo(String path) {
        return path.matches("/api//?admin/maintenance/?");
    }

    static BareAnswer of(int status, String text, Messages messages) {
        if (!text.startsWith("{\"code\":")) {
            return new BareAnswer(status, text);
        }
        int known = known(status);
        return new BareAnswer(known, bare(envelope(text), known, messages).toString());
    }

    private static int known(int status) {
        if (status >= 500) {
            return 500;
        }
        // Too many wrong credentials are no good ones.
        return status == 429 ? 401 : KNOWN.contains(status) ? status : 400;
    }

    private static JsonObject envelope(String text) {
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
                        .add("details", hint.isEmpty() ? message : message + " (" + hint + ")")
                        .build();
            default -> bare.add("error", message).add("details", hint).build();
        };
    }
}
