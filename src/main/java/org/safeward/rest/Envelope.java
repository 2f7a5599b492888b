package org.safeward.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/**
 * The one shape of answers. An answer carries it as it is, for whoever looks at answers on their way out; {@link EnvelopeWriter} makes the
 * text of it: {@code {"code", "message", "data"}}, and {@code "error", "hint"} behind them for a fault.
 *
 * @param code 0 success, 1 error, 2 not authorised
 * @param message in the caller's language
 * @param error empty for a success
 * @param hint what to do about the error; empty for a success
 */
public record Envelope(int code, String message, JsonValue data, Optional<ErrorCode> error, String hint) {
    public static Envelope of(Messages messages, String key, JsonValue data) {
        return new Envelope(0, messages.text(key), data, Optional.empty(), "");
    }

    public static Envelope of(Messages messages, Fault fault, JsonValue data) {
        ErrorCode error = fault.code();
        boolean aboutAccess = error.httpStatus() == 401 || error.httpStatus() == 403;
        return new Envelope(
                aboutAccess ? 2 : 1, messages.message(fault), data, Optional.of(error), messages.hint(fault));
    }

    public JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("code", code)
                .add("message", message)
                .add("data", data);
        error.ifPresent(fault -> json.add("error", fault.name()).add("hint", hint));
        return json.build();
    }

    /** Success with the text under a key of {@link Messages}. */
    public static Response success(Messages messages, String key, JsonValue data) {
        return answer(200, of(messages, key, data)).build();
    }

    public static Response success(Messages messages, JsonValue data) {
        return success(messages, "SUCCESS", data);
    }

    /** Accepted: the job goes on, its address says how far it is. */
    public static Response accepted(Messages messages, JsonValue job, String location) {
        return answer(202, of(messages, "JOB_ACCEPTED", job))
                .header("Location", location)
                .build();
    }

    public static Response fault(Messages messages, Fault fault) {
        return fault(messages, fault, JsonValue.NULL);
    }

    /** An error that still has something to show. */
    public static Response fault(Messages messages, Fault fault, JsonValue data) {
        int status = fault.code().httpStatus();
        ResponseBuilder answer = answer(status, of(messages, fault, data));
        return switch (status) {
            case 401 -> answer.header("WWW-Authenticate", "Bearer").build();
            case 429 -> answer.header("Retry-After", fault.arguments().get(0)).build();
            default -> answer.build();
        };
    }

    /** An answer that is no envelope: the maintenance contract has its own. */
    public static Response bare(int status, JsonObject body) {
        // As text: what the server's JSON binding makes of a JsonObject is not ours to rely on.
        return answer(status, body.toString()).build();
    }

    private static ResponseBuilder answer(int status, Object entity) {
        return Response.status(status)
                .entity(entity)
                .type(MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8"))
                .header("Cache-Control", "no-store");
    }
}
