package org.safeward.rest;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import java.util.Set;
import org.safeward.fault.Messages;

/**
 * A refusal as the maintenance contract has it: {@code {"error", "details"?}} with 400, 401, 403, 409 or 500 and no envelope.
 */
record BareAnswer(int status, String error, Optional<String> details) {
    private static final Set<Integer> KNOWN = Set.of(400, 401, 403, 409);

    /** @param path below the context root */
    static boolean appliesTo(String path) {
        return path.matches("/api//?admin/maintenance/?");
    }

    /** @param fault what is refused, as everybody else is told of it */
    static BareAnswer of(int status, Envelope fault, Messages messages) {
        int known = known(status);
        return switch (known) {
            case 401 -> new BareAnswer(known, messages.text("MAINTENANCE_NOT_LOGGED_IN"), Optional.empty());
            case 403 -> new BareAnswer(known, fault.message(), Optional.empty());
            case 500 -> new BareAnswer(known, messages.text("MAINTENANCE_FAILED"), Optional.of(whole(fault)));
            default -> new BareAnswer(known, fault.message(), Optional.of(fault.hint()));
        };
    }

    private static int known(int status) {
        if (status >= 500) {
            return 500;
        }
        // Too many wrong credentials are no good ones.
        return status == 429 ? 401 : KNOWN.contains(status) ? status : 400;
    }

    private static String whole(Envelope fault) {
        return fault.hint().isEmpty() ? fault.message() : fault.message() + " (" + fault.hint() + ")";
    }

    String text() {
        JsonObjectBuilder json = Json.createObjectBuilder().add("error", error);
        details.ifPresent(text -> json.add("details", text));
        return json.build().toString();
    }
}
