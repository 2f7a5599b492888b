package org.safeward.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** The one shape of answers: {@code code} (0 success, 1 error, 2 not authorised), {@code message}, {@code data}. */
public final class Envelope {
    private Envelope() {}

    /** Success with the text under a key of {@link Messages}. */
    public static Response success(Messages messages, String key, JsonValue data) {
        return answer(200, body(messages, key, data));
    }

    public static Response success(Messages messages, JsonValue data) {
        return success(messages, "SUCCESS", data);
    }

    /** Accepted: the job goes on, its address says how far it is. */
    public static Response accepted(Messages messages, JsonValue job, String location) {
        return Response.status(202)
                .entity(body(messages, "JOB_ACCEPTED", job).toString())
                .type(MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8"))
                .header("Location", location)
                .header("Cache-Control", "no-store")
                .build();
    }

    public static Response fault(Messages messages, Fault fault) {
        return fault(messages, fault, JsonValue.NULL);
    }

    /** An error that still has something to show. */
    public static Response fault(Messages messages, Fault fault, JsonValue data) {
        Response answer = answer(fault.code().httpStatus(), faultBody(messages, fault, data));
        return switch (fault.code().httpStatus()) {
            case 401 -> with("WWW-Authenticate", "Bearer", answer);
            case 429 -> with("Retry-After", fault.arguments().get(0), answer);
            default -> answer;
        };
    }

    private static Response with(String header, String value, Response answer) {
        return Response.fromResponse(answer).header(header, value).build();
    }

    public static JsonObject body(Messages messages, String key, JsonValue data) {
        return Json.createObjectBuilder()
                .add("code", 0)
                .add("message", messages.text(key))
                .add("data", data)
                .build();
    }

    public static JsonObject faultBody(Messages messages, Fault fault, JsonValue data) {
        return Json.createObjectBuilder()
                .add("code", isAboutAccess(fault.code()) ? 2 : 1)
                .add("message", messages.message(fault))
                .add("data", data)
                .add("error", fault.code().name())
                .add("hint", messages.hint(fault))
                .build();
    }

    private static boolean isAboutAccess(ErrorCode code) {
        return code.httpStatus() == 401 || code.httpStatus() == 403;
    }

    /** An answer that is no envelope: the maintenance contract has its own. */
    public static Response bare(int status, JsonObject body) {
        return answer(status, body);
    }

    private static Response answer(int status, JsonObject body) {
        // As text: what the server's JSON binding makes of a JsonObject is not ours to rely on.
        return Response.status(status)
                .entity(body.toString())
                .type(MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8"))
                .header("Cache-Control", "no-store")
                .build();
    }
}
