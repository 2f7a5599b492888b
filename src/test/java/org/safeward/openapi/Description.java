package org.safeward.openapi;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The document as its readers see it: operations, and schemas that answers can be held against. */
final class Description {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final JsonObject document;

    /** One method of one path. */
    record Documented(String method, String path, JsonObject operation) {
        /** The way in which tests name endpoints: {@code GET backup/records/{id}}. */
        String name() {
            return method.toUpperCase(java.util.Locale.ROOT) + " " + path.substring(1);
        }
    }

    Description(JsonObject document) {
        this.document = document;
    }

    List<Documented> operations() {
        List<Documented> all = new ArrayList<>();
        document.getJsonObject("paths")
                .forEach((path, item) -> item.asJsonObject().forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        all.add(new Documented(method, path, operation.asJsonObject()));
                    }
                }));
        return all;
    }

    Documented operation(String method, String path) {
        return operations().stream()
                .filter(known -> known.method().equalsIgnoreCase(method) && matches(known.path(), path))
                // A path without a variable is closer than one with.
                .min(java.util.Comparator.comparing(known -> known.path().contains("{")))
                .orElseThrow(() -> new AssertionError(method + " " + path + " is not documented"));
    }

    private static boolean matches(String template, String path) {
        return path.matches(template.replaceAll("\\{[^}]*}", "[^/]+"));
    }

    /** The answer that is documented for a status, or for all others. */
    JsonObject response(Documented operation, int status) {
        JsonObject responses = operation.operation().getJsonObject("responses");
        return resolved(responses
                .getOrDefault(String.valueOf(status), responses.get("default"))
                .asJsonObject());
    }

    JsonObject resolved(JsonObject reference) {
        if (!reference.containsKey("$ref")) {
            return reference;
        }
        return document.getValue(reference.getString("$ref").substring(1)).asJsonObject();
    }

    Optional<JsonObject> content(JsonObject response, String type) {
        return Optional.ofNullable(response.getJsonObject("content")).map(content -> content.getJsonObject(type));
    }

    /** What speaks against a JSON text being of the schema. */
    List<String> objections(JsonValue schema, String json) {
        JsonObject whole = Json.createObjectBuilder()
                .add("$schema", "https://json-schema.org/draft/2020-12/schema")
                .add("components", document.getJsonObject("components"))
                .add("allOf", Json.createArrayBuilder().add(schema))
                .build();
        return schemas.getSchema(whole.toString(), InputFormat.JSON).validate(json, InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** All examples of a content, by name. */
    static Map<String, JsonValue> examples(JsonObject content) {
        Map<String, JsonValue> examples = new java.util.TreeMap<>();
        if (content.containsKey("example")) {
            examples.put("example", content.get("example"));
        }
        if (content.containsKey("examples")) {
            content.getJsonObject("examples")
                    .forEach((name, example) ->
                            examples.put(name, example.asJsonObject().get("value")));
        }
        return examples;
    }

    static String text(JsonValue value) {
        return value instanceof JsonString string ? string.getString() : value.toString();
    }
}
