package org.safeward.backup.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.BackupOpening;
import org.safeward.backup.copies.WriteCopy;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.VerifiedFile;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Claims;

/** Second copies that were not made with their backups, on a real catalog and real files. */
class MissingCopiesTest {
    private static final String CONTENT = "CREATE TABLE t (x);\n".repeat(30_000);

    @TempDir
    Path folder;

    private Beans beans;
    private Path first;
    private Path second;
    private long id;

    /** Stands for the end of the process. */
    private static final class Crash extends Error {}

    /** Ends the process at a piece. */
    private static final class Ending extends SlowReading {
        private int left;

        Ending(int pieces) {
            left = pieces;
        }

        @Override
        void pause() {
            if (--left == 0) {
                throw new Crash();
            }
        }

        @Override
        boolean isQuiet() {
            return true;
        }
    }

    @BeforeEach
    void aBackupWithoutACopy() throws IOException {
        open("30");
        first = folder.resolve("home/backups/backup.sql");
        second = folder.resolve("second/backup.sql");
        for (Path file : List.of(first, second)) {
            beans.get(BackupStores.class).prepare(List.of(file.getParent()));
        }
        Files.writeString(first, CONTENT);
        id = record(BackupOrigin.REQUEST, first);
    }

    private void open(String age) {
        beans = Beans.in(
                folder.resolve("home"),
                Map.of(
                        "safeward.database.default.url",
                        "jdbc:sqlite:" + folder.resolve("live.db"),
                        "safeward.backup.second-directory",
                        folder.resolve("second").toString(),
                        "safeward.scrub.age",
                        age));
    }

    private long record(BackupOrigin origin, Path file) throws IOException {
        BackupRecords records = beans.get(BackupRecords.class);
        Instant now = Instant.now();
        long made =
                records.add(new BackupRecord("default", origin, "", false, now)).id();
        long size = Files.size(file);
        String sha256 = FileSum.sha256(file, () -> {});
        VerifiedFile verified = new VerifiedFile(file, size, sha256, size, sha256, 1, 0, "{}", "sql", false, List.of());
        records.change(made, row -> {
            row.verified(verified, now);
            row.complete(now);
        });
        return made;
    }

    @AfterEach
    void close() {
        beans.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "0"})
    void oneIsMadeAndItsReadingIsNoted(String age) throws IOException {
        beans.close();
        open(age);
        scrub();
        assertEquals(CONTENT, Files.readString(second));
        assertEquals(Optional.of(second), row().copyPath());
        assertTrue(row().check(CopyPlace.SECOND).goodAt().isPresent());
        assertTrue(row().check(CopyPlace.FIRST).goodAt().isEmpty(), "that one is not due");
        assertNothingLeft();
    }

    @Test
    void nothingIsMadeWhereADiskIsAwayUntilItIsBack() throws IOException {
        Path away = folder.resolve("away");
        Files.move(second.getParent(), away);
        scrub();
        assertFalse(Files.exists(second.getParent()));
        assertTrue(row().copyPath().isEmpty());
        Files.move(away, second.getParent());
        scrub();
        assertEquals(CONTENT, Files.readString(second));
    }

    @Test
    void aJobThatHasTheDatabaseMayBeMakingItItself() {
        String token = beans.get(BackupOpening.class)
                .open("default", BackupOrigin.REQUEST, "", "somebody")
                .job()
                .token();
        scrub();
        assertFalse(Files.exists(second));
        beans.get(Claims.class).release(token);
        scrub();
        assertTrue(Files.exists(second));
    }

    @Test
    void safetyBackupsAndThoseOfADamagedFileGetNone() throws IOException {
        Path safety = first.resolveSibling("safety.sql");
        Files.writeString(safety, CONTENT);
        record(BackupOrigin.SAFETY, safety);
        Files.writeString(first, CONTENT.replaceFirst("x", "y"));
        scrub();
        assertEquals(List.of(), inSecond());
    }

    @Test
    void aFileOfThatNameIsTheCopyOrIsLeftAlone() throws IOException {
        Files.writeString(second, "another's");
        scrub();
        assertEquals("another's", Files.readString(second));
        assertTrue(row().copyPath().isEmpty());
        Files.writeString(second, CONTENT);
        beans.close();
        open("30");
        scrub();
        assertEquals(Optional.of(second), row().copyPath());
        assertTrue(row().check(CopyPlace.SECOND).goodAt().isPresent());
    }

    @Test
    void aStopAtAnyMomentLeavesNoneAndTheNextRunMakesIt() throws IOException {
        // Five pieces while it is written, three while it is read back.
        for (int piece : List.of(1, 5, 6, 8)) {
            beans.close();
            open("30");
            beans.with(SlowReading.class, new Ending(piece));
            assertThrows(Crash.class, this::scrub, "at piece " + piece);
            assertEquals(List.of(), inSecond());
        }
        beans.close();
        open("30");
        scrub();
        assertEquals(List.of("backup.sql"), inSecond());
    }

    /** As a disk does that takes what it does not keep. */
    @Test
    void whatIsReadBackOtherwiseThanItWasWrittenGetsNoName() {
        Path written = second.resolveSibling(".safeward-7-backup");
        Runnable spoiling = () -> {
            try {
                if (Files.exists(written) && Files.size(written) == CONTENT.length()) {
                    Files.writeString(written, CONTENT.substring(0, CONTENT.length() - 1) + "?");
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
        var fault = assertThrows(
                Fault.class,
                () -> beans.get(WriteCopy.class).run(first, row().sha256(), second.getParent(), 7, spoiling, proven -> {
                    throw new AssertionError("it is not proven");
                }));
        assertEquals(ErrorCode.BACKUP_DAMAGED, fault.code());
        assertEquals(List.of(written.toString()), fault.arguments());
        assertFalse(Files.exists(written));
    }

    private void scrub() {
        beans.get(ScrubCopies.class).run();
    }

    private List<String> inSecond() throws IOException {
        try (Stream<Path> files = Files.list(second.getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".safeward.store"))
                    .toList();
        }
    }

    private void assertNothingLeft() throws IOException {
        assertEquals(List.of("backup.sql"), inSecond());
    }

    private BackupRecord row() {
        return beans.get(BackupRecords.class).get(id);
    }
}
