package org.safeward.destinations.manifest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.Sha256;

/** A manifest as a copy has it. */
final class Samples {
    static final String COPY = "default-backup_20260203.sql.zip";
    static final Instant MOMENT = Instant.parse("2026-02-03T04:05:06.789Z");

    private Samples() {}

    static String sha256(String content) {
        return Sha256.hex(content.getBytes(StandardCharsets.UTF_8));
    }

    static CopyDetails details() {
        Manifest manifest = new Manifest(
                2,
                "Safeward 1",
                "sqlite",
                "3.50",
                "default",
                MOMENT,
                1234,
                sha256("sql"),
                List.of(new Manifest.Table("Ørder \"lines\"\u2028", 3), new Manifest.Table("u", 0, sha256("rows"))),
                Map.of("encoding", "UTF-8"),
                List.of());
        return new CopyDetails(
                "backup_20260203.sql.zip", "schedule", 99, sha256("file"), MOMENT, Optional.of(manifest));
    }

    static CopyManifest manifest(String name, String content) {
        return CopyManifest.plain(name, "default", MOMENT, content.length(), sha256(content), details());
    }

    static CopyManifest manifest() {
        return manifest(COPY, "content");
    }

    static String file(byte[] manifest) {
        return new String(manifest, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String file) {
        return file.getBytes(StandardCharsets.UTF_8);
    }
}
