package org.safeward.backup.adopt;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.destinations.LyingCopy;
import org.safeward.destinations.manifest.CopyDetails;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** A copy in a destination as clients see it. Whatever its manifest says is only as good as its {@code trust}. */
final class LyingCopyJson {
    private LyingCopyJson() {}

    static JsonObject of(LyingCopy copy, Optional<Long> record, Messages messages) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", copy.name())
                .add("modified_at", copy.file().modified().getEpochSecond())
                .add(
                        "trust",
                        copy.trust()
                                .map(trust -> trust.name().toLowerCase(Locale.ROOT))
                                .orElse("unreadable"))
                .add("present", copy.lies())
                .add("record_id", record.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL));
        copy.installation().ifPresent(key -> json.add("installation", key.hex()));
        copy.manifest().ifPresent(manifest -> add(manifest, json));
        if (copy.unreadable() != null) {
            addFault(copy.unreadable(), json, messages);
        }
        return json.build();
    }

    private static void add(CopyManifest manifest, JsonObjectBuilder json) {
        json.add("database", manifest.database())
                .add("catalog", manifest.isCatalog())
                .add("created_at", manifest.createdAt().getEpochSecond())
                .add("size", manifest.size())
                .add("sha256", manifest.sha256())
                .add("encrypted", manifest.detailsAge().isPresent());
        manifest.details().ifPresent(details -> add(details, json));
    }

    private static void add(CopyDetails details, JsonObjectBuilder json) {
        json.add("file_name", details.fileName()).add("origin", details.origin());
        details.manifest().ifPresent(known -> add(known, json));
    }

    private static void add(Manifest known, JsonObjectBuilder json) {
        json.add("engine", known.engine())
                .add("table_count", known.tables().size())
                .add("row_count", known.rowCount())
                .add("database_size", known.sqlBytes());
    }

    static void addFault(Fault fault, JsonObjectBuilder json, Messages messages) {
        json.add("error", fault.code().name())
                .add("message", messages.message(fault))
                .add("hint", messages.hint(fault));
    }
}
