package org.safeward.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The schema of an object that holds all its properties and no others, as our answers do, but for those in {@code x-optional}. What says itself
 * which ones are required is left as it is: bodies of requests are.
 */
final class ClosedSchema {
    private static final String OPTIONAL = "x-optional";

    private ClosedSchema() {}

    static JsonObject of(JsonObject schema) {
        JsonObjectBuilder whole = Json.createObjectBuilder();
        schema.forEach((name, member) -> whole.add(name, closed(member)));
        if (schema.containsKey("properties") && !schema.containsKey("required")) {
            Set<String> optional = optional(schema);
            JsonArrayBuilder required = Json.createArrayBuilder();
            schema.getJsonObject("properties").keySet().stream()
                    .filter(name -> !optional.contains(name))
                    .forEach(required::add);
            whole.remove(OPTIONAL).add("required", required);
            if (!schema.containsKey("additionalProperties")) {
                whole.add("additionalProperties", false);
            }
        }
        return whole.build();
    }

    private static Set<String> optional(JsonObject schema) {
        return schema.containsKey(OPTIONAL)
                ? schema.getJsonArray(OPTIONAL).getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static JsonValue closed(JsonValue member) {
        return switch (member.getValueType()) {
            case OBJECT -> of(member.asJsonObject());
            case ARRAY -> {
                JsonArrayBuilder list = Json.createArrayBuilder();
                member.asJsonArray().forEach(element -> list.add(closed(element)));
                yield list.build();
            }
            default -> member;
        };
    }
}
