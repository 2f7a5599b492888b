package org.safeward.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Messages;

/**
 * One endpoint, with all its answers.
 *
 * @param written as it stands in the file of its feature
 * @param schemas of all features: an answer that has no example of its own has that of its schema
 */
record Operation(String feature, JsonObject written, Map<String, JsonObject> schemas) {
    private static final String ROLE = "x-role";
    private static final String ANSWER = "x-answer";
    private static final String ERRORS = "x-errors";
    private static final String JOB = "x-job";
    private static final String BARE = "x-bare";
    private static final List<String> BARE_STATUSES = List.of("400", "401", "403", "409", "500", "default");
    private static final String SCHEMAS = "#/components/schemas/";

    JsonObject whole() {
        JsonObjectBuilder whole = Json.createObjectBuilder(written)
                .remove(ANSWER)
                .remove(ERRORS)
                .remove(JOB)
                .remove(BARE)
                .add("tags", Json.createArrayBuilder().add(feature));
        if (isOpen()) {
            whole.add("security", JsonValue.EMPTY_JSON_ARRAY);
        }
        Map<String, JsonObject> responses = new TreeMap<>();
        if (written.containsKey("responses")) {
            written.getJsonObject("responses")
                    .forEach((status, answer) -> responses.put(status, answer.asJsonObject()));
        }
        if (written.containsKey(ANSWER)) {
            responses.put("200", success(written.getJsonObject(ANSWER)));
        }
        if (startsJob()) {
            responses.putIfAbsent("202", reference("responses/JobAccepted"));
        }
        if (written.getBoolean(BARE, false)) {
            BARE_STATUSES.forEach(status -> responses.put(status, reference("responses/MaintenanceError")));
        } else {
            new ErrorAnswers(errors(), startsJob()).byStatus().forEach(responses::putIfAbsent);
            responses.put("default", reference("responses/OtherError"));
        }
        JsonObjectBuilder all = Json.createObjectBuilder();
        responses.forEach(all::add);
        return whole.add("responses", all).build();
    }

    private boolean isOpen() {
        return written.getString(ROLE).isEmpty();
    }

    private boolean startsJob() {
        return written.getBoolean(JOB, false);
    }

    private boolean takesJson() {
        return written.containsKey("requestBody")
                && written.getJsonObject("requestBody").getJsonObject("content").containsKey("application/json");
    }

    /** Those that are named, and those that everything of its kind can answer. */
    private Set<ErrorCode> errors() {
        Set<ErrorCode> errors = EnumSet.of(ErrorCode.INTERNAL, ErrorCode.CATALOG_UNREACHABLE);
        JsonArray named = written.containsKey(ERRORS) ? written.getJsonArray(ERRORS) : JsonValue.EMPTY_JSON_ARRAY;
        named.getValuesAs(JsonString.class).forEach(code -> errors.add(ErrorCode.valueOf(code.getString())));
        if (!isOpen()) {
            errors.addAll(EnumSet.of(
                    ErrorCode.NOT_AUTHENTICATED,
                    ErrorCode.TOKEN_INVALID,
                    ErrorCode.TOKEN_EXPIRED,
                    ErrorCode.KEY_INVALID,
                    ErrorCode.FORBIDDEN,
                    ErrorCode.TOO_MANY_ATTEMPTS,
                    ErrorCode.IDENTITY_PROVIDER_UNREACHABLE));
        }
        if (written.containsKey("parameters") || written.containsKey("requestBody")) {
            errors.add(ErrorCode.BAD_FIELD);
        }
        if (takesJson()) {
            errors.addAll(EnumSet.of(
                    ErrorCode.BAD_JSON,
                    ErrorCode.BODY_BROKEN_OFF,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    ErrorCode.BODY_TOO_LARGE));
        }
        return errors;
    }

    /** The envelope around the data. */
    private JsonObject success(JsonObject answer) {
        String message = Messages.ENGLISH.text(answer.getString("message", "SUCCESS"));
        JsonObject data = answer.containsKey("data")
                ? ClosedSchema.of(answer.getJsonObject("data"))
                : Json.createObjectBuilder().add("type", "null").build();
        JsonObjectBuilder envelope = Json.createObjectBuilder()
                .add("type", "object")
                .add(
                        "properties",
                        Json.createObjectBuilder()
                                .add("code", Json.createObjectBuilder().add("const", 0))
                                .add("message", Json.createObjectBuilder().add("type", "string"))
                                .add("data", data))
                .add(
                        "required",
                        Json.createArrayBuilder().add("code").add("message").add("data"))
                .add("additionalProperties", false);
        JsonObjectBuilder example = Json.createObjectBuilder()
                .add("code", 0)
                .add("message", message)
                .add("data", answer.containsKey("example") ? answer.get("example") : exampleOf(data));
        JsonObjectBuilder content =
                Json.createObjectBuilder().add("schema", envelope).add("example", example);
        return Json.createObjectBuilder()
                .add("description", message)
                .add("content", Json.createObjectBuilder().add("application/json", content))
                .build();
    }

    private JsonValue exampleOf(JsonObject schema) {
        JsonObject named = schemas.get(schema.getString("$ref", "").replace(SCHEMAS, ""));
        return named == null || !named.containsKey("examples")
                ? JsonValue.NULL
                : named.getJsonArray("examples").get(0);
    }

    private static JsonObject reference(String component) {
        return Json.createObjectBuilder()
                .add("$ref", "#/components/" + component)
                .build();
    }
}
