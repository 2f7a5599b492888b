package org.safeward.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.content.FileSum;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.parallel.Compression;

/**
 * A backup file in which somebody has changed something and made all checksums right again.
 *
 * @param sha256 of the file as it is now
 * @param manifest that it has now, as JSON
 */
public record ForgedFile(String sha256, String manifest) {

    /** @throws AssertionError when the text to change is not in the file */
    public static ForgedFile of(Path file, String what, String into) throws IOException {
        String sql;
        Manifest manifest;
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE)) {
            sql = new String(reader.sql().readAllBytes(), UTF_8);
            manifest = reader.manifest().orElseThrow();
        }
        if (!sql.contains(what)) {
            throw new AssertionError(what + " is not in " + sql);
        }
        Files.delete(file);
        Manifest made;
        try (BackupFileWriter writer =
                BackupFileWriter.create(file, BackupFormat.ZIP, ScriptKind.SQL, Compression.atLevel(1))) {
            writer.sql().write(sql.replace(what, into).getBytes(UTF_8));
            made = writer.finish(new ManifestDraft(
                    manifest.product(),
                    manifest.engine(),
                    manifest.engineVersion(),
                    manifest.database(),
                    manifest.createdAt(),
                    manifest.tables(),
                    manifest.details(),
                    manifest.warnings()));
        }
        return new ForgedFile(FileSum.sha256(file, () -> {}), made.toJson());
    }
}
