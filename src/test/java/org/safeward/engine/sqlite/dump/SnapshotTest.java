package org.safeward.engine.sqlite.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Census;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.sqlite.Contents;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.RoundTrip;
import org.safeward.engine.sqlite.Shell;
import org.safeward.engine.sqlite.SqliteDatabase;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.engine.sqlite.StoppableWork;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;

/** An image is one moment of the live database, is opened before anybody calls it good, and leaves nothing beside itself. */
class SnapshotTest {
    private static final String ROWS =
            "CREATE TABLE t(a, b); INSERT INTO t SELECT value, hex(randomblob(300)) FROM generate_series(1, 5000);"
                    + "CREATE INDEX i ON t(b); DELETE FROM t WHERE a % 3 = 0;";

    @TempDir
    Path folder;

    /** Where images are unpacked and made. */
    @TempDir
    Path work;

    private Path live;
    private SqliteEngine engine;

    @BeforeEach
    void protect() {
        live = folder.resolve("live.db");
        engine = new SqliteEngine(new SqliteDatabase("default", live, folder.resolve("restored")));
    }

    private byte[] image() throws IOException {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        engine.snapshot(image, work.resolve("scratch"), Work.UNWATCHED);
        assertNothingLeft();
        return image.toByteArray();
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(work)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private Census census(byte[] image) throws IOException {
        return engine.censusOfSnapshot(new ByteArrayInputStream(image), work, Work.UNWATCHED);
    }

    @ParameterizedTest
    @CsvSource({"DELETE", "WAL"})
    void isOpenedByTheShellAndKeepsItsJournalMode(String mode) throws Exception {
        Shell.run(live, "PRAGMA journal_mode=" + mode + ";" + ROWS);
        byte[] image = image();
        Path copy = Files.write(folder.resolve("copy.db"), image);
        assertEquals("ok", Shell.run(copy, "PRAGMA integrity_check;").strip());
        assertEquals(
                mode.toLowerCase(java.util.Locale.ROOT),
                Shell.run(copy, "PRAGMA journal_mode;").strip());
        assertEquals(Contents.of(live), Contents.of(copy));
        assertEquals(List.of(new Manifest.Table("t", 3334)), census(image).tables());
    }

    /** What is committed while the copy is made is not in it, whether the writer has a WAL or waits. */
    @Test
    void isTheMomentOfItsTransaction() throws Exception {
        Shell.run(live, "PRAGMA journal_mode=WAL;" + ROWS);
        long[] committed = new long[1];
        try (Connection other = Databases.open(live);
                Statement writer = other.createStatement()) {
            StoppableWork watched = new StoppableWork() {
                @Override
                public void progress(long rows, long bytes) {
                    try {
                        committed[0] += writer.executeUpdate("INSERT INTO t VALUES (1, 'later')");
                    } catch (java.sql.SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
            ByteArrayOutputStream image = new ByteArrayOutputStream();
            DumpFacts facts = engine.snapshot(image, work.resolve("scratch"), watched);
            assertEquals(List.of(new Manifest.Table("t", 3334)), facts.tables());
            assertEquals(facts.tables(), census(image.toByteArray()).tables());
        }
        assertTrue(committed[0] > 0);
        assertNothingLeft();
    }

    @Test
    void ofAnEmptyFileIsAnEmptyDatabase() throws Exception {
        Files.createFile(live);
        byte[] image = image();
        assertTrue(
                new String(image, 0, 16, java.nio.charset.StandardCharsets.ISO_8859_1).startsWith("SQLite format 3"));
        assertEquals(List.of(), census(image).tables());
    }

    /** A page that is another one than it was makes no backup, and an image of such pages is none either. */
    @Test
    void damageIsFoundBeforeAndAfter() throws Exception {
        Shell.run(live, ROWS);
        byte[] whole = image();
        byte[] damaged = whole.clone();
        // The second page: the first one of the table.
        Arrays.fill(damaged, 4096, 4096 + 200, (byte) 0x5a);
        assertEquals(
                ErrorCode.BACKUP_DAMAGED,
                assertThrows(Fault.class, () -> census(damaged)).code());
        byte[] cut = Arrays.copyOf(whole, whole.length - 4096);
        assertEquals(
                ErrorCode.BACKUP_DAMAGED,
                assertThrows(Fault.class, () -> census(cut)).code());
        byte[] none = new byte[5000];
        assertEquals(
                ErrorCode.BACKUP_DAMAGED,
                assertThrows(Fault.class, () -> census(none)).code());
        assertNothingLeft();
        Files.write(live, damaged);
        Fault fault = assertThrows(Fault.class, this::image);
        assertEquals(ErrorCode.DATABASE_DAMAGED, fault.code());
        assertNothingLeft();
    }

    @Test
    void aSchemaThatCannotBeMadeAgainIsRefused() throws Exception {
        Shell.run(live, "CREATE TABLE t(a); INSERT INTO t VALUES ('x');");
        Shell.run(
                live,
                "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a COLLATE unknown_here PRIMARY KEY)';");
        assertThrows(Fault.class, this::image);
        assertNothingLeft();
    }

    /** Its name alone says that a trigger or a view is there; nothing of a hostile schema runs while it is looked at. */
    @Test
    void whatStandsInItsSchemaIsNotRun() throws Exception {
        Shell.run(
                live,
                ROWS + "CREATE VIEW v AS SELECT load_extension('/tmp/none'), writefile('" + work
                        + "/written', 'x') AS w; CREATE TRIGGER r AFTER DELETE ON t BEGIN SELECT * FROM v; END;");
        byte[] image = Files.readAllBytes(live);
        assertEquals(List.of(new Manifest.Table("t", 3334)), census(image).tables());
        assertNothingLeft();
    }

    /** A database in WAL mode keeps its page size: then the image becomes a script, and row ids stay what they are. */
    @Test
    void comesBackIntoADatabaseOfAnotherPageSize() throws Exception {
        Shell.run(
                live, "PRAGMA page_size=8192; PRAGMA journal_mode=WAL;" + ROWS + "DELETE FROM t WHERE rowid % 7 = 0;");
        BackupScript backup = new RoundTrip(live).snapshot();
        List<String> rows = rows();
        Files.delete(live);
        Shell.run(live, "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; CREATE TABLE other(a);");
        try (Connection application = Databases.open(live);
                Statement reader = application.createStatement()) {
            reader.execute("SELECT * FROM other");
            try (Staging staging = engine.stage(backup, "job", new Destination.Live(), Work.UNWATCHED)) {
                staging.check(Work.UNWATCHED);
                staging.swap(() -> {}, Duration.ofSeconds(5), Work.UNWATCHED);
            }
        }
        assertEquals(rows, rows());
        assertEquals("4096", Shell.run(live, "PRAGMA page_size;").strip());
        assertEquals("wal", Shell.run(live, "PRAGMA journal_mode;").strip());
    }

    private List<String> rows() throws Exception {
        return List.of(Shell.run(live, "SELECT rowid, * FROM t ORDER BY rowid; SELECT sql FROM sqlite_schema;")
                .split("\n"));
    }

    @Test
    void oneThatCameFromOutsideIsNotTaken() throws Exception {
        Shell.run(live, ROWS);
        BackupScript ours = new RoundTrip(live).snapshot();
        BackupScript uploaded = new BackupScript(ours.file(), ours.manifest(), true);
        BackupScript unknown = new BackupScript(ours.file(), Optional.empty(), false);
        for (BackupScript script : List.of(uploaded, unknown)) {
            Fault fault = assertThrows(
                    Fault.class, () -> engine.stage(script, "job", new Destination.Drill(), Work.UNWATCHED));
            assertEquals(ErrorCode.FILE_IS_DATABASE, fault.code());
        }
    }

    @Test
    void aStopLeavesNothing() throws Exception {
        Shell.run(live, ROWS);
        for (int at = 0; at < 3; at++) {
            int moment = at;
            StoppableWork stopped = new StoppableWork() {
                private int calls;

                @Override
                public void progress(long rows, long bytes) {
                    if (calls++ == moment) {
                        stop();
                    }
                }
            };
            try {
                engine.snapshot(OutputStream.nullOutputStream(), work.resolve("scratch"), stopped);
            } catch (WorkStopped e) {
                assertEquals(List.<Warning>of(), List.copyOf(stopped.warnings));
            }
            assertNothingLeft();
        }
    }
}
