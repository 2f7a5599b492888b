package org.safeward.restore.upload;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.Locale;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.CheckedFile;
import org.safeward.restore.source.HeldUpload;

/** A held upload as clients see it: what the file holds. */
final class UploadJson {
    private UploadJson() {}

    static JsonObject of(HeldUpload upload) {
        CheckedFile checked = upload.checked();
        JsonArrayBuilder tables = Json.createArrayBuilder();
        for (Manifest.Table table : checked.census().tables()) {
            tables.add(Json.createObjectBuilder().add("name", table.name()).add("rows", table.rows()));
        }
        return Json.createObjectBuilder()
                .add("upload_id", upload.id())
                .add("database", upload.database())
                .add("file_name", upload.fileName())
                .add("file_size", upload.size())
                .add("sha256", checked.fileSha256())
                .add("database_size", checked.sqlBytes())
                .add("writer", checked.census().writer().name().toLowerCase(Locale.ROOT))
                .add("tables", tables)
                .add("expires_at", upload.expires().getEpochSecond())
                .build();
    }
}
