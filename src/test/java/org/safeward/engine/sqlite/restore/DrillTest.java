package org.safeward.engine.sqlite.restore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.engine.BackupScript;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.Shell;
import org.safeward.engine.sqlite.SqliteDatabase;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What is built for a drill is beside the live file for as long as it is looked at, and never in its place. */
class DrillTest {
    private static final String JOB = "7_0123456789abcdef";

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private Path live;
    private byte[] before;

    @BeforeEach
    void live() throws Exception {
        live = folder.resolve("live.db");
        Shell.run(
                live,
                "CREATE TABLE t(a INTEGER PRIMARY KEY, b); INSERT INTO t SELECT value, hex(randomblob(50))"
                        + " FROM generate_series(1, 2000);");
        before = Files.readAllBytes(live);
    }

    @Test
    void isTheSameAndIsGone() throws IOException {
        BackupScript backup = backUp(engine(Optional.empty()));
        try (Staging staging = engine(Optional.empty()).stage(backup, JOB, new Destination.Drill(), Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            DumpFacts found = staging.dump(OutputStream.nullOutputStream(), Work.UNWATCHED);
            assertTrue(
                    ContentComparison.of(backup.manifest().orElseThrow(), found).isSame());
        }
        assertOnlyTheLiveFile();
    }

    @Test
    void withoutRoomNothingIsBuilt() throws IOException {
        BackupScript backup = backUp(engine(Optional.empty()));
        SqliteEngine full = engine(Optional.of(Long.MAX_VALUE / 2));
        var fault = assertThrows(Fault.class, () -> full.stage(backup, JOB, new Destination.Drill(), Work.UNWATCHED));
        assertEquals(ErrorCode.DISK_FULL, fault.code());
        assertOnlyTheLiveFile();
    }

    private void assertOnlyTheLiveFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(live), files.toList());
        }
        assertArrayEquals(before, Files.readAllBytes(live));
    }

    private SqliteEngine engine(Optional<Long> reserve) {
        return new SqliteEngine(new SqliteDatabase("default", live, elsewhere.resolve("restored"), reserve));
    }

    private BackupScript backUp(SqliteEngine engine) throws IOException {
        Path file = elsewhere.resolve("b.sql.zip");
        try (BackupFileWriter writer = BackupFileWriter.create(file, BackupFormat.ZIP, 1)) {
            DumpFacts facts = engine.dump(writer.sql(), Work.UNWATCHED);
            return new BackupScript(
                    file,
                    Optional.of(writer.finish(new ManifestDraft(
                            "test",
                            "sqlite",
                            facts.engineVersion(),
                            "default",
                            facts.moment(),
                            facts.tables(),
                            facts.details()))),
                    false);
        }
    }
}
