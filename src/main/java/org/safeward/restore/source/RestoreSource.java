package org.safeward.restore.source;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.CheckedFile;
import org.safeward.catalog.BackupRecord;

/**
 * What a restore would be made from, as far as it is known without reading the file again.
 *
 * @param record whose file it is, wherever that lies; empty for an upload
 * @param upload the uploaded file; empty for a backup
 * @param engine and its version; empty for a script that does not say
 * @param size bytes that the file had when it was read as a whole
 * @param sqlBytes unpacked
 * @param moment whose state it holds; empty when the file does not say
 * @param details of the manifest, as the engine wrote them; empty without one
 * @param sha256 of the file
 * @param provesItself whether a manifest says what has to be in it; false for every script of others, which may hold a part of a database
 */
public record RestoreSource(
        Optional<BackupRecord> record,
        Optional<Path> upload,
        Optional<String> engine,
        Optional<String> engineVersion,
        long size,
        long sqlBytes,
        Optional<Instant> moment,
        List<Manifest.Table> tables,
        Map<String, String> details,
        String sha256,
        boolean provesItself) {

    /** @param record that is completed */
    public static RestoreSource of(BackupRecord record) {
        Manifest manifest = Manifest.fromJson(record.manifestJson());
        return new RestoreSource(
                Optional.of(record),
                Optional.empty(),
                Optional.of(manifest.engine()),
                Optional.of(manifest.engineVersion()),
                record.fileSize(),
                record.databaseSize(),
                Optional.of(manifest.createdAt()),
                manifest.tables(),
                manifest.details(),
                record.sha256(),
                true);
    }

    public static RestoreSource of(HeldUpload upload) {
        CheckedFile checked = upload.checked();
        return new RestoreSource(
                Optional.empty(),
                Optional.of(upload.file()),
                checked.manifest().map(Manifest::engine),
                checked.manifest().map(Manifest::engineVersion),
                upload.size(),
                checked.sqlBytes(),
                checked.manifest().map(Manifest::createdAt),
                checked.census().tables(),
                checked.manifest().map(Manifest::details).orElse(Map.of()),
                checked.fileSha256(),
                checked.manifest().isPresent());
    }

    public long rows() {
        return tables.stream().mapToLong(Manifest.Table::rows).sum();
    }
}
