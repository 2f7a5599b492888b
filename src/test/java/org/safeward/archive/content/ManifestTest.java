package org.safeward.archive.content;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.Samples;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/** What a manifest carries, and that files of older versions stay readable. */
class ManifestTest {
    @TempDir
    Path folder;

    @Test
    void warningsComeBackFromTheFile() throws IOException {
        Warning warning = Warning.of(WarningCode.OBJECT_NOT_RESTORABLE, "index \u2028 \"x\"\n", "no function");
        Path file = folder.resolve("b.sql");
        ManifestDraft draft = new ManifestDraft(
                "Safeward 1.0", "sqlite", "3", "default", Samples.MOMENT, List.of(), Map.of(), List.of(warning));
        try (BackupFileWriter writer = BackupFileWriter.create(file, BackupFormat.SQL, Samples.LEVEL)) {
            writer.sql().write(Samples.HEADER.getBytes(StandardCharsets.UTF_8));
            writer.finish(draft);
        }
        assertEquals(List.of(warning), read(file).warnings());
        assertEquals(read(file), Manifest.fromJson(read(file).toJson()));
    }

    /** As the first version wrote it: no warnings, format 1. */
    @Test
    void aFileOfTheFirstFormatIsRead() throws IOException {
        byte[] content = (Samples.HEADER + "SELECT 1;\n").getBytes(StandardCharsets.UTF_8);
        String manifest =
                "{\"format\":1,\"product\":\"Safeward 0.1\",\"engine\":\"sqlite\",\"engine_version\":\"3.40.1\","
                        + "\"database\":\"default\",\"created_at\":\"2026-02-03T04:05:06Z\",\"sql_bytes\":"
                        + content.length
                        + ",\"sha256\":\"" + Sha256.hex(content) + "\",\"tables\":[{\"name\":\"t\",\"rows\":3}],"
                        + "\"details\":{\"encoding\":\"UTF-8\"}";
        String line = "-- Safeward manifest: " + manifest + ",\"line_sha256\":\""
                + Sha256.hex(manifest.getBytes(StandardCharsets.UTF_8)) + "\"}\n";
        Path file = folder.resolve("old.sql");
        Files.write(file, content);
        Files.writeString(file, Files.readString(file) + line);
        Manifest read = read(file);
        assertEquals(1, read.format());
        assertEquals(List.of(new Manifest.Table("t", 3)), read.tables());
        assertEquals(List.of(), read.warnings());
    }

    private static Manifest read(Path file) throws IOException {
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE)) {
            reader.sql().readAllBytes();
            return Optional.of(reader.manifest()).get().orElseThrow();
        }
    }
}
