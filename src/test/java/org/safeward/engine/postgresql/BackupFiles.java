package org.safeward.engine.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.parallel.Compression;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.fault.Fault;

/** Backup and restore from end to end, as the jobs do it. */
public final class BackupFiles {
    static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private BackupFiles() {}

    public static BackupScript backUp(PostgresEngine engine, Path file) throws IOException {
        return backUp(engine, file, ScriptKind.SQL);
    }

    public static BackupScript backUp(PostgresEngine engine, Path file, ScriptKind kind) throws IOException {
        return backUp(engine, file, kind, Map.of());
    }

    /** @param otherDetails replace those of the dump in the manifest */
    public static BackupScript backUp(
            PostgresEngine engine, Path file, ScriptKind kind, Map<String, String> otherDetails) throws IOException {
        try (var writer = BackupFileWriter.create(file, BackupFormat.ZIP, kind, Compression.atLevel(1))) {
            var facts = engine.dump(writer.sql(), Work.UNWATCHED);
            var details = new HashMap<>(facts.details());
            details.putAll(otherDetails);
            var manifest = writer.finish(new ManifestDraft(
                    "Safeward test",
                    engine.kind(),
                    facts.engineVersion(),
                    "test",
                    facts.moment(),
                    facts.tables(),
                    details));
            try (var reader = BackupFileReader.open(file, ReadLimits.NONE)) {
                var census = engine.census(reader.sql(), Work.UNWATCHED);
                if (!census.tables().equals(manifest.tables())) {
                    throw new AssertionError(census.tables() + " is not " + manifest.tables());
                }
            }
            return new BackupScript(file, Optional.of(manifest), false);
        }
    }

    public static BackupScript script(Path file, String sql) throws IOException {
        Files.writeString(file, sql);
        return new BackupScript(file, Optional.empty(), true);
    }

    public static void restore(PostgresEngine engine, BackupScript script, String job) throws IOException {
        restore(engine, script, job, new Destination.Live());
    }

    public static void restore(PostgresEngine engine, BackupScript script, String job, Destination destination)
            throws IOException {
        try (var staging = engine.stage(script, job, destination, Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            staging.swap(() -> {}, LOCK_TIMEOUT, Work.UNWATCHED);
        }
    }

    /** The fault that a restore ends in. */
    public static Fault failure(PostgresEngine engine, BackupScript script, String job) {
        return org.junit.jupiter.api.Assertions.assertThrows(Fault.class, () -> restore(engine, script, job));
    }
}
