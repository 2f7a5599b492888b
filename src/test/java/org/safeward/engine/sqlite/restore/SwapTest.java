package org.safeward.engine.sqlite.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Fence;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.SqliteDatabase;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.engine.sqlite.connection.LiveFile;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

class SwapTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Fence OPEN = () -> {};

    @TempDir
    Path directory;

    Path live;
    SqliteEngine engine;
    BackupScript backup;

    @BeforeEach
    void protect() throws Exception {
        live = directory.resolve("live.db");
        engine = new SqliteEngine(new SqliteDatabase("default", live, directory.resolve("restored")));
        Path script = Files.createDirectory(directory.resolve("files")).resolve("backup.sql");
        Files.writeString(script, """
                PRAGMA page_size=8192;
                CREATE TABLE t(a);
                INSERT INTO t VALUES ('restored');
                CREATE TABLE bulk(b);
                INSERT INTO bulk WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<200) SELECT zeroblob(5000) FROM n;
                """);
        backup = new BackupScript(script, Optional.empty(), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void aWriterThatHoldsTheLockIsWaitedForAndThenNamed(String mode) throws Exception {
        old(mode);
        try (Connection writer = Databases.open(live);
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertEquals(
                    ErrorCode.DATABASE_LOCKED,
                    assertThrows(Fault.class, () -> restore(SHORT)).code());
            statement.execute("ROLLBACK");
            assertEquals("old", text(statement, "SELECT a FROM t"));

            statement.execute("BEGIN IMMEDIATE");
            CompletableFuture<Void> restore = CompletableFuture.runAsync(() -> restoreUnchecked(LONG));
            Thread.sleep(500);
            assertFalse(restore.isDone());
            statement.execute("COMMIT");
            restore.get(20, TimeUnit.SECONDS);
            assertEquals("restored", text(statement, "SELECT a FROM t"));
        }
        assertNothingLeft();
    }

    @Test
    void aReaderInWalModeKeepsTheOldStateUntilItsTransactionEnds() throws Exception {
        old("WAL");
        try (Connection reader = Databases.open(live);
                Statement statement = reader.createStatement()) {
            statement.execute("BEGIN");
            assertEquals("old", text(statement, "SELECT a FROM t"));
            restore(LONG);
            assertEquals("old", text(statement, "SELECT a FROM t"));
            statement.execute("ROLLBACK");
            assertEquals("restored", text(statement, "SELECT a FROM t"));
            assertEquals("wal", text(statement, "PRAGMA journal_mode"));
            assertEquals("4096", text(statement, "PRAGMA page_size"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void aDatabaseOfAnotherTextEncodingIsReplacedAndProven(String mode) throws Exception {
        sql(live, "PRAGMA encoding='UTF-16le'", "PRAGMA journal_mode=" + mode, "CREATE TABLE t(a)");
        restore(LONG);
        assertEquals("restored", one(live, "SELECT a FROM t"));
        assertEquals("UTF-8", one(live, "PRAGMA encoding"));
        assertNothingLeft();
    }

    @Test
    void aReaderWithoutWalIsWaitedFor() throws Exception {
        old("DELETE");
        try (Connection reader = Databases.open(live);
                Statement statement = reader.createStatement()) {
            statement.execute("BEGIN");
            assertEquals("old", text(statement, "SELECT a FROM t"));
            assertEquals(
                    ErrorCode.DATABASE_LOCKED,
                    assertThrows(Fault.class, () -> restore(SHORT)).code());
            assertEquals("old", text(statement, "SELECT a FROM t"));
            statement.execute("ROLLBACK");
            restore(LONG);
            assertEquals("restored", text(statement, "SELECT a FROM t"));
            assertEquals("8192", text(statement, "PRAGMA page_size"));
        }
    }

    /** The driver's call reports success here. */
    @Test
    void aCopyThatSqliteRefusesIsNotTakenForDone() throws Exception {
        old("DELETE");
        try (Staging staging = engine.stage(backup, "7_0123456789abcdef", new Destination.Live(), Work.UNWATCHED)) {
            // Its page size was fixed when staging began.
            sql(live, "PRAGMA journal_mode=WAL");
            assertEquals(
                    ErrorCode.SWAP_NOT_PROVEN,
                    assertThrows(Fault.class, () -> staging.swap(OPEN, LONG, Work.UNWATCHED))
                            .code());
        }
        assertEquals("old", one(live, "SELECT a FROM t"));
        assertNothingLeft();
    }

    @Test
    void ownerAndModeOfTheLiveFileStay() throws Exception {
        old("WAL");
        Files.setPosixFilePermissions(live, PosixFilePermissions.fromString("rw-r-----"));
        Object file = Files.getAttribute(live, "unix:ino");
        restore(LONG);
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(live)));
        assertEquals(file, Files.getAttribute(live, "unix:ino"));
    }

    @Test
    void aLostFileComesBackAndItsStaleWalIsNotAppliedToIt() throws Exception {
        old("WAL");
        try (Connection application = Databases.open(live)) {
            // As after a crash: the WAL holds pages that are not in the file.
            application.createStatement().execute("UPDATE t SET a = 'in the wal'");
            for (String suffix : List.of("-wal", "-shm")) {
                Files.copy(LiveFile.companion(live, suffix), directory.resolve("kept" + suffix));
            }
        }
        Files.delete(live);
        for (String suffix : List.of("-wal", "-shm")) {
            Files.move(directory.resolve("kept" + suffix), LiveFile.companion(live, suffix));
        }
        restore(LONG);
        assertEquals("restored", one(live, "SELECT a FROM t"));
        assertEquals(
                List.of("live.db.broken-7_0123456789abcdef-shm", "live.db.broken-7_0123456789abcdef-wal"), broken());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(live)));
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish", "truncated", "short", "header"})
    void aFileThatIsNoDatabaseAnyMoreIsMovedAside(String damage) throws Exception {
        old("DELETE");
        sql(live, "INSERT INTO t SELECT randomblob(9000) FROM t, t, t, t, t, t");
        Files.setPosixFilePermissions(live, PosixFilePermissions.fromString("rw-rw----"));
        try (FileChannel channel = FileChannel.open(live, StandardOpenOption.WRITE)) {
            switch (damage) {
                case "rubbish" ->
                    channel.write(ByteBuffer.wrap("rubbish".repeat(3000).getBytes(StandardCharsets.UTF_8)), 0);
                case "truncated" -> channel.truncate(4096);
                case "short" -> channel.truncate(50);
                default -> channel.write(ByteBuffer.allocate(100), 0);
            }
        }
        byte[] was = Files.readAllBytes(live);
        restore(LONG);
        assertEquals("restored", one(live, "SELECT a FROM t"));
        assertEquals(List.of("live.db.broken-7_0123456789abcdef"), broken());
        assertEquals(
                -1, Arrays.mismatch(was, Files.readAllBytes(directory.resolve("live.db.broken-7_0123456789abcdef"))));
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(live)));
        engine.discardStaging("7_0123456789abcdef");
        assertEquals(List.of("live.db.broken-7_0123456789abcdef"), broken());
        assertNothingLeft();
    }

    @Test
    void anEmptyFileIsAnEmptyDatabase() throws Exception {
        Files.createFile(live);
        restore(LONG);
        assertEquals("restored", one(live, "SELECT a FROM t"));
        assertEquals(List.of(), broken());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSymbolicLinkStaysOneAndItsTargetIsRestored(boolean exists) throws Exception {
        Path real = Files.createDirectory(directory.resolve("real")).resolve("data.db");
        Files.createSymbolicLink(live, Path.of("real", "data.db"));
        if (exists) {
            old("WAL");
        }
        restore(LONG);
        assertTrue(Files.isSymbolicLink(live));
        assertEquals("restored", one(real, "SELECT a FROM t"));
        assertNothingLeft();
    }

    @Test
    void aFileThatAppearsMeanwhileIsNotOverwrittenUnseen() throws Exception {
        Fence appears = () -> {
            try {
                if (!Files.exists(live)) {
                    old("DELETE");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };
        try (Staging staging = engine.stage(backup, "7_0123456789abcdef", new Destination.Live(), Work.UNWATCHED)) {
            staging.swap(appears, LONG, Work.UNWATCHED);
        }
        // It was found, and then restored into as into any live database.
        assertEquals("restored", one(live, "SELECT a FROM t"));
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../out.db",
                "/tmp/out.db",
                "",
                ".",
                "..",
                ".hidden",
                "a/b",
                "a\\b",
                "x-wal",
                "x-journal",
                "a\0b",
                "ü"
            })
    void aTargetThatLeavesTheRestoreDirectoryIsRefused(String name) {
        Destination destination = new Destination.NewDatabase(name);
        assertEquals(
                ErrorCode.TARGET_INVALID,
                assertThrows(Fault.class, () -> engine.stage(backup, "7_0123456789abcdef", destination, Work.UNWATCHED))
                        .code());
    }

    @Test
    void aTargetThatAppearsMeanwhileStaysAsItIs() throws Exception {
        Path target = directory.resolve("restored").resolve("new.db");
        try (Staging staging =
                engine.stage(backup, "7_0123456789abcdef", new Destination.NewDatabase("new.db"), Work.UNWATCHED)) {
            Files.writeString(target, "another's");
            assertEquals(
                    ErrorCode.TARGET_EXISTS,
                    assertThrows(Fault.class, () -> staging.swap(OPEN, LONG, Work.UNWATCHED))
                            .code());
        }
        assertEquals("another's", Files.readString(target));
        assertNothingLeft();
    }

    @Test
    void aWatchThatCannotOpenTheFileSaysSo() {
        try (var watch = engine.watch()) {
            assertFalse(watch.canTell());
            assertFalse(watch.changed());
        }
    }

    @Test
    void aMissingFileIsNeverCreatedByLookingAtIt() {
        assertEquals(
                ErrorCode.DATABASE_MISSING,
                assertThrows(Fault.class, () -> engine.inspect(Work.UNWATCHED)).code());
        assertEquals(
                ErrorCode.DATABASE_MISSING,
                assertThrows(Fault.class, () -> engine.dump(OutputStream.nullOutputStream(), Work.UNWATCHED))
                        .code());
        assertFalse(Files.exists(live));
    }

    @Test
    void whatIsNoDatabaseIsDamagedAndADirectoryUnreachable() throws Exception {
        Files.writeString(live, "rubbish".repeat(1000));
        assertEquals(
                ErrorCode.DATABASE_DAMAGED,
                assertThrows(Fault.class, () -> engine.inspect(Work.UNWATCHED)).code());
        Files.delete(live);
        Files.createDirectory(live);
        assertEquals(
                ErrorCode.DATABASE_UNREACHABLE,
                assertThrows(Fault.class, () -> engine.inspect(Work.UNWATCHED)).code());
    }

    private void restore(Duration lockTimeout) throws Exception {
        try (Staging staging = engine.stage(backup, "7_0123456789abcdef", new Destination.Live(), Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            staging.swap(OPEN, lockTimeout, Work.UNWATCHED);
        }
    }

    private void restoreUnchecked(Duration lockTimeout) {
        try {
            restore(lockTimeout);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void old(String journalMode) throws SQLException {
        sql(live, "PRAGMA journal_mode=" + journalMode, "CREATE TABLE t(a)", "INSERT INTO t VALUES ('old')");
    }

    private List<String> broken() throws Exception {
        return names(".broken-");
    }

    private void assertNothingLeft() throws Exception {
        assertEquals(List.of(), names(".restore-"));
    }

    private List<String> names(String part) throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains(part))
                    .sorted()
                    .toList();
        }
    }

    private static void sql(Path file, String... statements) throws SQLException {
        try (Connection connection = Databases.open(file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String one(Path file, String sql) throws SQLException {
        try (Connection connection = Databases.open(file);
                Statement statement = connection.createStatement()) {
            return text(statement, sql);
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
