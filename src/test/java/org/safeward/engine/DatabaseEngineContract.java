package org.safeward.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.parallel.Compression;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;

/** What every engine promises. Each engine's test extends this with a database of its own. */
public abstract class DatabaseEngineContract {
    protected static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
    private static final Fence OPEN = () -> {};

    /** For backup files; the database lies elsewhere. */
    @TempDir
    protected Path files;

    /** The engine of a live database that exists. */
    protected abstract DatabaseEngine engine();

    /** Fills the live database with a few tables of every kind; among them {@code contract_rows} with at least one row. */
    protected abstract void createSample() throws Exception;

    /** Changes, adds and removes rows and tables. */
    protected abstract void changeEverything() throws Exception;

    /** Commits one change from a connection of the application. */
    protected abstract void commitSomething() throws Exception;

    /** All that the live database holds, in a form that can be compared. */
    protected abstract List<String> contents() throws Exception;

    /** The same of a database that a restore made beside the live one. */
    protected abstract List<String> contentsOf(String newDatabase) throws Exception;

    /** Everything that staging may have left in the world: files, databases. */
    protected abstract List<String> leftovers() throws Exception;

    @Test
    void whatWasBackedUpComesBackAfterEverythingChanged() throws Exception {
        createSample();
        List<String> before = contents();
        BackupScript backup = backup();
        changeEverything();
        try (Staging staging = engine().stage(backup, "j1", new Destination.Live(), Work.UNWATCHED)) {
            assertEquals(
                    Counted.of(backup.manifest().get().tables()),
                    staging.check(Work.UNWATCHED).tables());
            staging.swap(OPEN, LOCK_TIMEOUT, Work.UNWATCHED);
        }
        assertEquals(before, contents());
        assertEquals(List.of(), leftovers());
    }

    @Test
    void censusInspectionAndDumpAgree() throws Exception {
        createSample();
        BackupScript backup = backup();
        List<Manifest.Table> tables = backup.manifest().get().tables();
        try (BackupFileReader reader = BackupFileReader.open(backup.file(), ReadLimits.NONE);
                InputStream sql = reader.sql()) {
            Census census = kind().isText()
                    ? engine().census(sql, Work.UNWATCHED)
                    : engine().censusOfSnapshot(sql, files, Work.UNWATCHED);
            assertEquals(Census.Writer.SAFEWARD, census.writer());
            assertEquals(Counted.of(tables), Counted.of(census.tables()));
        }
        assertEquals(Counted.of(tables), engine().inspect(Work.UNWATCHED).tables());
    }

    @Test
    void stagingThatIsNotSwappedChangesNothingAndLeavesNothing() throws Exception {
        createSample();
        BackupScript backup = backup();
        changeEverything();
        List<String> before = contents();
        try (Staging staging = engine().stage(backup, "j2", new Destination.Live(), Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
        }
        assertEquals(before, contents());
        assertEquals(List.of(), leftovers());
    }

    @Test
    void aFenceThatIsShutKeepsTheOldState() throws Exception {
        createSample();
        BackupScript backup = backup();
        changeEverything();
        List<String> before = contents();
        try (Staging staging = engine().stage(backup, "j3", new Destination.Live(), Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            Fence shut = () -> {
                throw new Fault(ErrorCode.CLAIM_LOST, "test");
            };
            assertFault(ErrorCode.CLAIM_LOST, () -> staging.swap(shut, LOCK_TIMEOUT, Work.UNWATCHED));
        }
        assertEquals(before, contents());
        assertEquals(List.of(), leftovers());
    }

    @Test
    void aManifestThatSaysOtherwiseIsRefused() throws Exception {
        createSample();
        BackupScript backup = backup(1);
        try (Staging staging = engine().stage(backup, "j4", new Destination.Live(), Work.UNWATCHED)) {
            assertFault(ErrorCode.MANIFEST_MISMATCH, () -> staging.check(Work.UNWATCHED));
        }
        assertEquals(List.of(), leftovers());
    }

    @Test
    void aScriptWhoseLastStatementFailsChangesNothing() throws Exception {
        createSample();
        List<String> before = contents();
        Path script = files.resolve("bad.sql");
        Files.writeString(
                script,
                "CREATE TABLE good(a INT);\nINSERT INTO good VALUES (1);\nINSERT INTO no_such_table VALUES (1);\n");
        BackupScript bad = new BackupScript(script, Optional.empty(), true);
        Fault fault = assertFault(
                ErrorCode.SCRIPT_FAILED, () -> engine().stage(bad, "j5", new Destination.Live(), Work.UNWATCHED));
        assertEquals("3", fault.arguments().get(0));
        assertEquals(before, contents());
        assertEquals(List.of(), leftovers());
    }

    @Test
    void aNewDatabaseIsMadeBesideTheLiveOneAndNeverOverAnother() throws Exception {
        createSample();
        BackupScript backup = backup();
        List<String> sample = contents();
        changeEverything();
        List<String> before = contents();
        Destination destination = new Destination.NewDatabase("contract_copy");
        try (Staging staging = engine().stage(backup, "j6", destination, Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            staging.swap(OPEN, LOCK_TIMEOUT, Work.UNWATCHED);
        }
        assertEquals(sample, contentsOf("contract_copy"));
        assertEquals(before, contents());
        assertFault(ErrorCode.TARGET_EXISTS, () -> engine().stage(backup, "j7", destination, Work.UNWATCHED));
        assertEquals(List.of(), leftovers());
    }

    @Test
    void discardingRemovesWhatACrashLeft() throws Exception {
        createSample();
        BackupScript backup = backup();
        List<String> before = contents();
        // Not closed, as after a crash.
        Staging lost = engine().stage(backup, "8_00000000000000aa", new Destination.Live(), Work.UNWATCHED);
        assertFalse(leftovers().isEmpty());
        engine().discardStaging("8_00000000000000aa");
        engine().discardStaging("8_00000000000000aa");
        assertEquals(List.of(), leftovers());
        assertEquals(before, contents());
        lost.close();
    }

    @Test
    void aStopEndsADumpAndARestoreBeforeAnythingChanges() throws Exception {
        createSample();
        BackupScript backup = backup();
        List<String> before = contents();
        StoppedWork stopped = new StoppedWork();
        assertThrows(WorkStopped.class, () -> dump(OutputStream.nullOutputStream(), stopped));
        assertThrows(WorkStopped.class, () -> engine().stage(backup, "j9", new Destination.Live(), stopped));
        assertEquals(before, contents());
        assertEquals(List.of(), leftovers());
    }

    @Test
    void aWatchTellsOfCommitsOfOthers() throws Exception {
        createSample();
        try (ChangeWatch watch = engine().watch()) {
            assertFalse(watch.changed());
            commitSomething();
            assertEquals(watch.canTell(), watch.changed());
        }
    }

    /** What the backups of these tests are. */
    protected ScriptKind kind() {
        return ScriptKind.SQL;
    }

    private DumpFacts dump(OutputStream content, Work work) throws IOException {
        return kind().isText()
                ? engine().dump(content, work)
                : engine().snapshot(content, files.resolve("scratch"), work);
    }

    /** A backup file of the live database as it is now. */
    protected BackupScript backup() throws Exception {
        return backup(0);
    }

    private BackupScript backup(long rowsTooMany) throws Exception {
        Path file = Files.createTempFile(files, "backup", ".sql.zip");
        Files.delete(file);
        try (BackupFileWriter writer = BackupFileWriter.create(
                file, kind().isText() ? BackupFormat.ZIP : BackupFormat.ZSTD, kind(), Compression.atLevel(1))) {
            DumpFacts facts = dump(writer.sql(), Work.UNWATCHED);
            assertTrue(facts.tables().stream().anyMatch(table -> table.name().endsWith("contract_rows")));
            List<Manifest.Table> tables = facts.tables().stream()
                    .map(table -> new Manifest.Table(table.name(), table.rows() + rowsTooMany))
                    .toList();
            Manifest manifest = writer.finish(new ManifestDraft(
                    "Safeward test",
                    engine().kind(),
                    facts.engineVersion(),
                    "default",
                    facts.moment(),
                    tables,
                    facts.details(),
                    facts.warnings()));
            return new BackupScript(file, Optional.of(manifest), false);
        }
    }

    protected BackupScript script(String sql) throws Exception {
        Path file = Files.createTempFile(files, "script", ".sql");
        Files.write(file, sql.getBytes(StandardCharsets.UTF_8));
        return new BackupScript(file, Optional.empty(), true);
    }

    protected void restore(BackupScript script, String job) throws Exception {
        try (Staging staging = engine().stage(script, job, new Destination.Live(), Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            staging.swap(OPEN, LOCK_TIMEOUT, Work.UNWATCHED);
        }
    }

    protected static Fault assertFault(ErrorCode code, org.junit.jupiter.api.function.Executable action) {
        Fault fault = assertThrows(Fault.class, action);
        assertEquals(code, fault.code(), fault::getMessage);
        return fault;
    }

    /** Work that was stopped before it began. */
    private static final class StoppedWork implements Work {
        @Override
        public void checkpoint() {
            throw new WorkStopped();
        }

        @Override
        public Interruption onStop(Runnable interrupt) {
            interrupt.run();
            return () -> {};
        }

        @Override
        public void progress(long rows, long bytes) {}

        @Override
        public void warn(Warning warning) {}
    }
}
