package org.safeward.catalog;

import java.nio.file.Path;
import java.util.List;
import org.safeward.archive.content.Manifest;
import org.safeward.fault.Warning;

/**
 * What reading a backup file back has shown.
 *
 * @param path its final place
 * @param fileSize bytes
 * @param fileSha256 of the file
 * @param sqlBytes bytes of the SQL before the manifest
 * @param sqlSha256 of these
 * @param format {@code sql}, {@code json} or {@code snapshot}
 * @param degraded whether it does not count as a good backup
 * @param warnings what will not come back from it, or not as it was
 */
public record VerifiedFile(
        Path path,
        long fileSize,
        String fileSha256,
        long sqlBytes,
        String sqlSha256,
        int tableCount,
        long rowCount,
        String manifestJson,
        String format,
        boolean degraded,
        List<Warning> warnings) {

    /** Of a file that was found. @param name of it, which tells of the JSON kind */
    public static String format(Manifest manifest, String name) {
        return manifest.isSnapshot() ? "snapshot" : name.contains(".json") ? "json" : "sql";
    }
}
