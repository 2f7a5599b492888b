package org.safeward.backup.adopt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.age.EncryptedStream;
import org.safeward.archive.age.Recipients;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.Sha256;
import org.safeward.destinations.manifest.CopyDetails;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.InstallationKey;
import org.safeward.destinations.manifest.SignedManifest;

/** A directory that copies and manifests were put into, by us and by others. */
record LyingPlace(Path directory) {
    static final Instant MOMENT = Instant.parse("2026-03-16T12:00:00Z");

    /** A copy of a backup of {@code default} whose own file had the content as its text. */
    String put(String name, String content, InstallationKey key) {
        return put(plain(name, "default", content), content, key);
    }

    String put(CopyManifest manifest, String content, InstallationKey key) {
        write(manifest.name(), content.getBytes(StandardCharsets.UTF_8));
        write(CopyManifest.fileName(manifest.name()), SignedManifest.write(manifest, key));
        return manifest.name();
    }

    static CopyManifest plain(String name, String database, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return CopyManifest.plain(name, database, MOMENT, bytes.length, Sha256.hex(bytes), details(content));
    }

    static CopyManifest encrypted(String name, String content, Recipients recipients) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream age = new ByteArrayOutputStream();
        try (EncryptedStream stream = new EncryptedStream(age, recipients)) {
            stream.write(details(content).toJson().getBytes(StandardCharsets.UTF_8));
            stream.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CopyManifest.encrypted(name, "default", MOMENT, bytes.length, Sha256.hex(bytes), age.toByteArray());
    }

    static CopyDetails details(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Manifest own = new Manifest(
                2,
                "Safeward 1",
                "sqlite",
                "3.50",
                "default",
                MOMENT,
                1234,
                Sha256.hex(new byte[0]),
                List.of(new Manifest.Table("t", 3), new Manifest.Table("u", 4)),
                Map.of(),
                List.of());
        return new CopyDetails(
                "backup_auto_1.sql.zip", "schedule", bytes.length, Sha256.hex(bytes), MOMENT, Optional.of(own));
    }

    void write(String name, byte[] content) {
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
