package org.safeward.engine.sqlite.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.SqliteDatabase;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Scripts that would fill the disk, and a staging file that somebody exchanges. */
class RoomTest {
    private static final long ALLOWED = 100L << 20;

    /** What else happens on the disk meanwhile. */
    private static final long OTHERS = 1L << 30;

    private static final String SERIES = "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM s) ";

    @TempDir
    Path directory;

    private Path live() {
        return directory.resolve("live.db");
    }

    private Staging stage(String sql, Optional<Long> reserve) throws IOException {
        Path script = Files.writeString(directory.resolve("script.sql"), sql);
        SqliteEngine engine =
                new SqliteEngine(new SqliteDatabase("default", live(), directory.resolve("restored"), reserve));
        return engine.stage(
                new BackupScript(script, Optional.empty(), true), "1", new Destination.Live(), Work.UNWATCHED);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t " + SERIES + "SELECT randomblob(1000000) FROM s;",
                "INSERT INTO t " + SERIES + "SELECT zeroblob(90000000) FROM s;",
                // At once, between two looks at the disk.
                "INSERT INTO t VALUES (zeroblob(200000000));",
                "PRAGMA max_page_count=2000000000; INSERT INTO t " + SERIES + "SELECT zeroblob(1000000) FROM s;",
                "CREATE TEMP TABLE x(a); INSERT INTO x " + SERIES + "SELECT zeroblob(1000000) FROM s;",
                "INSERT INTO t SELECT count(*) FROM (" + SERIES + "SELECT DISTINCT i || zeroblob(1000000) FROM s);",
                "INSERT INTO t " + SERIES + "SELECT zeroblob(1000000) FROM s ORDER BY random();",
                "PRAGMA page_size=65536; CREATE TABLE u(a); INSERT INTO u " + SERIES
                        + "SELECT zeroblob(1000000) FROM s;",
            })
    void aScriptDoesNotFillTheDisk(String sql) throws IOException {
        long free = free();
        AtomicLong least = new AtomicLong(free);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        watch.scheduleWithFixedDelay(() -> least.accumulateAndGet(free(), Math::min), 0, 20, TimeUnit.MILLISECONDS);
        Fault fault;
        try {
            fault = assertThrows(Fault.class, () -> stage("CREATE TABLE t(a); " + sql, Optional.of(free - ALLOWED)));
        } finally {
            watch.shutdownNow();
        }
        assertTrue(free - least.get() < ALLOWED + OTHERS, "so much was taken: " + (free - least.get()));
        assertEquals(ErrorCode.DISK_FULL, fault.code(), fault.getMessage());
        assertTrue(fault.getMessage().contains("safeward.restore.disk-reserve"), fault.getMessage());
        assertEquals(List.of("script.sql"), files());
    }

    private long free() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatFitsIsLoaded() throws IOException {
        try (Staging staging =
                stage("CREATE TABLE t(a); INSERT INTO t VALUES (zeroblob(1000000));", Optional.empty())) {
            staging.check(Work.UNWATCHED);
            staging.swap(() -> {}, Duration.ofSeconds(5), Work.UNWATCHED);
        }
        assertEquals(List.of("live.db", "script.sql"), files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "file", "hardlink", "content"})
    void aStagingFileThatSomebodyExchangedIsNotTaken(String how) throws Exception {
        Path secret = directory.resolve("secret.db");
        Databases.open(secret).close();
        try (Staging staging = stage("CREATE TABLE t(a);", Optional.empty())) {
            Path built = directory.resolve("live.db.restore-1");
            if (!how.equals("content")) {
                Files.delete(built);
            }
            switch (how) {
                case "link" -> Files.createSymbolicLink(built, secret);
                case "file" -> Files.copy(secret, built);
                case "content" -> Files.write(built, Files.readAllBytes(secret));
                default -> Files.createLink(built, secret);
            }
            for (var step : List.<org.junit.jupiter.api.function.Executable>of(
                    () -> staging.check(Work.UNWATCHED),
                    () -> staging.swap(() -> {}, Duration.ofSeconds(5), Work.UNWATCHED))) {
                assertEquals(
                        ErrorCode.RESTORE_CHECK_FAILED,
                        assertThrows(Fault.class, step).code());
            }
        }
        assertTrue(Files.notExists(live()));
    }
}
