package org.safeward.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.safeward.settings.Product;

/** Puts the document together from the files of its features. */
final class OpenApiDocument {
    private static final List<String> FEATURES = List.of(
            "backup",
            "restore",
            "schedule",
            "jobs",
            "databases",
            "destinations",
            "access",
            "maintenance",
            "monitoring");

    private OpenApiDocument() {}

    /** @param server the address of the API, absolute or from the root of the server */
    static JsonObject of(String server) {
        JsonObject base = read("base");
        Map<String, JsonObject> parts = new LinkedHashMap<>();
        Map<String, JsonObject> schemas = new TreeMap<>();
        addSchemas(base.getJsonObject("components"), schemas);
        for (String feature : FEATURES) {
            parts.put(feature, read(feature));
            addSchemas(parts.get(feature), schemas);
        }
        Map<String, JsonObject> paths = new TreeMap<>();
        parts.forEach((feature, part) -> part.getJsonObject("paths")
                .forEach((path, item) -> paths.put(path, path(feature, item.asJsonObject(), schemas))));
        return Json.createObjectBuilder(base)
                .add(
                        "info",
                        Json.createObjectBuilder(base.getJsonObject("info")).add("version", Product.VERSION))
                .add("servers", servers(server))
                .add("paths", object(paths))
                .add(
                        "components",
                        Json.createObjectBuilder(base.getJsonObject("components"))
                                .add("schemas", object(schemas)))
                .build();
    }

    private static JsonObject path(String feature, JsonObject item, Map<String, JsonObject> schemas) {
        JsonObjectBuilder whole = Json.createObjectBuilder(item);
        item.forEach((name, member) -> {
            // The parameters that all methods of the path have stand beside these.
            if (member instanceof JsonObject operation) {
                whole.add(name, new Operation(feature, operation, schemas).whole());
            }
        });
        return whole.build();
    }

    private static void addSchemas(JsonObject part, Map<String, JsonObject> schemas) {
        part.getJsonObject("schemas")
                .forEach((name, schema) -> schemas.put(name, ClosedSchema.of(schema.asJsonObject())));
    }

    private static JsonObjectBuilder object(Map<String, JsonObject> members) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        members.forEach(object::add);
        return object;
    }

    private static JsonArrayBuilder servers(String server) {
        return Json.createArrayBuilder()
                .add(Json.createObjectBuilder().add("url", server).add("description", "This server"));
    }

    private static JsonObject read(String name) {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream(name + ".json");
                JsonReader reader = Json.createReader(in)) {
            return reader.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
