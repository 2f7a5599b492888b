package org.safeward.backup;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.fault.Messages;
import org.safeward.rest.json.WarningsJson;
import org.safeward.store.BackupStore;

/** A backup record as clients see it: the contract's fields, never null, and ours behind them. */
final class RecordJson {
    private RecordJson() {}

    /** @param offSite whether a good copy of it lies in a destination */
    static JsonObject of(BackupRecord record, boolean offSite, JsonArrayBuilder copies, Messages messages) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", record.id())
                .add("created_at", seconds(record.createdAt()))
                .add("updated_at", seconds(record.updatedAt()))
                .add("task_id", record.taskId())
                .add("status", record.status().text())
                .add("file_path", record.filePath())
                .add("file_size", record.fileSize())
                .add("database_size", record.databaseSize())
                .add("table_count", record.tableCount())
                .add("backup_duration", record.duration().toSeconds())
                .add("backup_type", type(record.origin()))
                .add("created_reason", record.createdReason())
                .add("failure_reason", failure(record, messages))
                .add("compression_ratio", ratio(record))
                .add("is_compressed", record.compressed() ? 1 : 0)
                .add("completed_at", seconds(record.completedAt()));
        return ours(record, json)
                .add("off_site", offSite)
                .add("copies", copies)
                .add("warnings", WarningsJson.of(record.warnings(), messages))
                .build();
    }

    private static JsonObjectBuilder ours(BackupRecord record, JsonObjectBuilder json) {
        json.add("database", record.database())
                .add("origin", record.origin().text())
                .add("format", record.format())
                .add("degraded", record.degraded())
                .add("encrypted", BackupStore.isEncrypted(record.filePath()))
                .add("sha256", record.sha256())
                .add("content_sha256", record.contentSha256())
                .add("row_count", record.rowCount())
                .add("pinned", record.pinned())
                .add("strange", record.strange())
                .add("acknowledged_at", orNull(record.acknowledgedAt()))
                .add("verified_at", orNull(record.verifiedAt()))
                .add("trashed_at", orNull(record.whereabouts().trashedAt().orElse(null)))
                .add("deleting", record.whereabouts().isDeleting())
                .add("trashed_by", record.whereabouts().trashedBy().orElse(""))
                .add("proven_at", orNull(record.provenAt()));
        if (record.provenAt() == null) {
            json.add("proven_from", JsonValue.NULL);
        } else {
            json.add("proven_from", record.provenFrom());
        }
        return json;
    }

    private static JsonValue orNull(Instant moment) {
        return moment == null ? JsonValue.NULL : Json.createValue(moment.getEpochSecond());
    }

    /** The contract knows two types; all that no timer started is manual. */
    static String type(BackupOrigin origin) {
        return origin == BackupOrigin.SCHEDULE ? "auto" : "manual";
    }

    private static String failure(BackupRecord record, Messages messages) {
        return record.errorCode() == null ? "" : messages.message(record.errorCode(), record.errorArguments());
    }

    private static double ratio(BackupRecord record) {
        return record.databaseSize() == 0 ? 0 : (double) record.fileSize() / record.databaseSize();
    }

    private static long seconds(Instant moment) {
        return moment == null ? 0 : moment.getEpochSecond();
    }
}
