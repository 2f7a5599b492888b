package org.safeward.backup.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.fetch.CopyDamaged;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.Beans;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.VerifiedFile;
import org.safeward.store.SmallDisk;

/** Copies that went bad on their disks, on a real catalog and real files. */
class ScrubTest {
    private static final String CONTENT = "CREATE TABLE t (x);\n".repeat(30_000);

    @TempDir
    Path folder;

    private final List<CopyDamaged> told = new ArrayList<>();
    private Beans beans;
    private Path first;
    private Path second;
    private long id;

    /** Stands for the end of the process. */
    private static final class Crash extends Error {}

    /** Does something after so many pieces. */
    private static final class Reading extends SlowReading {
        private final int after;
        private final Runnable act;
        private int pieces;

        Reading(int after, Runnable act) {
            this.after = after;
            this.act = act;
        }

        @Override
        void pause() {
            if (++pieces == after) {
                act.run();
            }
        }

        @Override
        boolean isQuiet() {
            return after > 0;
        }
    }

    @BeforeEach
    void aBackupWithTwoCopies() throws IOException {
        open(Map.of());
        first = folder.resolve("home/backups/backup.sql");
        second = folder.resolve("second/backup.sql");
        for (Path file : List.of(first, second)) {
            beans.get(BackupStores.class).prepare(List.of(file.getParent()));
            Files.writeString(file, CONTENT);
        }
        id = record(first, second);
    }

    private void open(Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + folder.resolve("live.db"));
        settings.put(
                "safeward.backup.second-directory", folder.resolve("second").toString());
        beans = Beans.in(folder.resolve("home"), settings).observing(CopyDamaged.class, told::add);
    }

    private void openAgain(Map<String, String> more) {
        beans.close();
        open(more);
    }

    /** Verified 31 days ago. */
    private long record(Path file, Path copy) throws IOException {
        BackupRecords records = beans.get(BackupRecords.class);
        Instant then = Instant.now().minus(Duration.ofDays(31));
        long made = records.add(new BackupRecord("default", BackupOrigin.REQUEST, "", false, then))
                .id();
        String sha256 = FileSum.sha256(file, () -> {});
        long size = Files.size(file);
        VerifiedFile verified = new VerifiedFile(file, size, sha256, size, sha256, 1, 0, "{}", "sql", false, List.of());
        records.change(made, row -> {
            row.verified(verified, then);
            row.complete(then);
            row.copied(copy);
        });
        return made;
    }

    @AfterEach
    void close() {
        beans.close();
    }

    @Test
    void copiesThatAreWholeAreNotedSoAndNotReadAgainBeforeTheirTime() throws IOException {
        scrub();
        assertTrue(isFresh(CopyPlace.FIRST));
        assertTrue(isFresh(CopyPlace.SECOND));
        assertEquals(List.of(), told);

        spoil(first);
        scrub();
        assertFalse(row().check(CopyPlace.FIRST).isDamaged(), "it was just read");
    }

    @Test
    void aDamagedFileIsHealedFromTheSecondDirectory() throws IOException {
        spoil(first);
        scrub();
        assertHealed(first, CopyPlace.FIRST);
        assertEquals(1, told.size());
        assertTrue(told.get(0).healed());
        assertTrue(records().newestGood("default").isPresent());
    }

    @Test
    void aDamagedCopyIsHealedFromTheFile() throws IOException {
        spoil(second);
        scrub();
        assertHealed(second, CopyPlace.SECOND);
        assertEquals(List.of(second), told.stream().map(CopyDamaged::copy).toList());
    }

    @Test
    void aFileThatIsGoneIsMadeAnew() throws IOException {
        Files.delete(first);
        scrub();
        assertHealed(first, CopyPlace.FIRST);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(first)));
    }

    @Test
    void oneThatIsBackIsReadAtOnceAndGoodAgain() throws IOException {
        Files.delete(second);
        Files.move(first, folder.resolve("moved"));
        scrub();
        assertTrue(row().check(CopyPlace.FIRST).isDamaged());
        Files.move(folder.resolve("moved"), first);
        scrub();
        assertFalse(row().check(CopyPlace.FIRST).isDamaged());
    }

    @Test
    void oneThatCannotBeReadIsDamaged() throws IOException {
        Files.delete(first);
        Files.createDirectories(first.resolve("something"));
        scrub();
        assertTrue(row().check(CopyPlace.FIRST).isDamaged());
        assertFalse(told.get(0).healed());
        assertNothingLeft();
    }

    @Test
    void whenBothAreDamagedNothingIsTouchedAndTheBackupIsNoGoodOne() throws IOException {
        spoil(first);
        spoil(second);
        String was = Files.readString(first);
        scrub();
        assertTrue(row().check(CopyPlace.FIRST).isDamaged());
        assertTrue(row().check(CopyPlace.SECOND).isDamaged());
        assertEquals(2, told.stream().filter(event -> !event.healed()).count(), told.toString());
        assertEquals(List.of(id), records().damaged("default"));
        assertTrue(records().newestGood("default").isEmpty());
        assertEquals(was, Files.readString(first));
        assertNothingLeft();

        openAgain(Map.of());
        scrub();
        assertEquals(2, told.size(), "told once");
        Files.writeString(second, CONTENT);
        openAgain(Map.of());
        scrub();
        assertHealed(first, CopyPlace.FIRST);
        assertEquals(List.of(), records().damaged("default"), "once there is a good one again");
    }

    @Test
    void aDiskThatIsAwayIsNoDamageAndHealsNothing() throws IOException {
        Path away = folder.resolve("away");
        Files.move(second.getParent(), away);
        spoil(first);
        scrub();
        assertFalse(row().check(CopyPlace.SECOND).isDamaged());
        assertTrue(row().check(CopyPlace.SECOND).goodAt().isEmpty(), "not read");
        assertTrue(row().check(CopyPlace.FIRST).isDamaged(), "and not healed");
        assertFalse(Files.exists(second.getParent()), "nothing is made where the disk should be");

        Files.move(away, second.getParent());
        openAgain(Map.of());
        scrub();
        assertHealed(first, CopyPlace.FIRST);
        assertTrue(isFresh(CopyPlace.SECOND));
    }

    @Test
    void aStopAtAnyMomentLeavesTheDamagedFileAndTheNextRunHeals() throws IOException {
        spoil(first);
        String damaged = Files.readString(first);
        // Three pieces each of the damaged one, five each while it is copied, three while that is read back.
        for (int piece : List.of(1, 3, 4, 7, 8, 10)) {
            openAgain(Map.of());
            beans.with(SlowReading.class, new Reading(piece, () -> {
                throw new Crash();
            }));
            assertThrows(Crash.class, this::scrub, "after piece " + piece);
            assertEquals(damaged, Files.readString(first));
        }
        // As a process leaves it that is killed.
        Files.writeString(first.resolveSibling(".safeward-0-backup"), "half");
        openAgain(Map.of());
        scrub();
        assertHealed(first, CopyPlace.FIRST);
    }

    @Test
    void aFullDiskLeavesTheDamagedCopyAndTellsOfIt() throws IOException {
        try (SmallDisk disk = SmallDisk.on(folder.resolve("small"), 4)) {
            Path small = disk.folder().resolve("backup.sql");
            beans.get(BackupStores.class).prepare(List.of(disk.folder()));
            Files.writeString(small, CONTENT);
            long other = record(first, small);
            spoil(small);
            disk.leaveFree(100);
            scrub();
            assertTrue(row(other).check(CopyPlace.SECOND).isDamaged());
            assertEquals(List.of(small), told.stream().map(CopyDamaged::copy).toList());
            assertFalse(told.get(0).healed());
            assertEquals(List.of(), leftIn(disk.folder()));

            disk.free();
            openAgain(Map.of());
            scrub();
            assertFalse(row(other).check(CopyPlace.SECOND).isDamaged());
            assertEquals(CONTENT, Files.readString(small));
            assertTrue(told.get(1).healed());
        }
    }

    @Test
    void aBackupThatIsDeletedMeanwhileDoesNotComeBack() throws IOException {
        spoil(first);
        beans.with(SlowReading.class, new Reading(6, () -> {
            records().remove(id);
            assertTrue(first.toFile().delete());
        }));
        scrub();
        assertTrue(records().find(id).isEmpty());
        assertFalse(Files.exists(first));
        assertEquals(List.of(), told);
        assertNothingLeft();
    }

    /** The clock was ahead when it was read. */
    @Test
    void whatWasReadInTheFutureIsReadNow() throws IOException {
        records().change(id, row -> row.foundGood(CopyPlace.FIRST, Instant.now().plus(Duration.ofDays(900))));
        spoil(first);
        scrub();
        assertHealed(first, CopyPlace.FIRST);
    }

    /** A large file is read slowly: the turn has to last for one only. */
    @Test
    void whoHasLostTheTurnReadsNoFurtherRecord() throws IOException {
        Path third = first.resolveSibling("other.sql");
        Files.writeString(third, CONTENT);
        long other = record(third, null);
        beans.with(
                SlowReading.class,
                new Reading(
                        1,
                        () -> new CatalogFile(folder.resolve("home"))
                                .change("UPDATE scrub_turn SET node = 'another', until_at = until_at + 1")));
        scrub();
        assertTrue(isFresh(CopyPlace.FIRST));
        assertTrue(row(other).check(CopyPlace.FIRST).goodAt().isEmpty());
    }

    @Test
    void whereReadingCostsADayHasItsBudget() throws IOException {
        Path third = first.resolveSibling("other.sql");
        Path fourth = second.resolveSibling("other.sql");
        Files.writeString(third, CONTENT);
        Files.writeString(fourth, CONTENT);
        long other = record(third, fourth);
        openAgain(Map.of("safeward.scrub.second-budget", String.valueOf(CONTENT.length() + 1)));
        scrub();
        assertTrue(isFresh(CopyPlace.SECOND));
        assertTrue(row(other).check(CopyPlace.FIRST).goodAt().isPresent(), "the first directory has no budget");
        assertTrue(row(other).check(CopyPlace.SECOND).goodAt().isEmpty());

        new CatalogFile(folder.resolve("home")).change("UPDATE scrub_turn SET spent_day = spent_day - 1");
        scrub();
        assertTrue(row(other).check(CopyPlace.SECOND).goodAt().isPresent(), "the next day");
    }

    @Test
    void nothingIsReadWhenItIsTurnedOffOrAnothersTurn() throws IOException {
        spoil(first);
        openAgain(Map.of("safeward.scrub.age", "0"));
        scrub();
        assertFalse(row().check(CopyPlace.FIRST).isDamaged());

        openAgain(Map.of("safeward.scrub.second-directory", "false"));
        assertTrue(beans.get(ScrubTurn.class).take("another node"));
        scrub();
        assertFalse(row().check(CopyPlace.FIRST).isDamaged());
        beans.get(ScrubTurn.class).end("another node");
        scrub();
        assertHealed(first, CopyPlace.FIRST);
        assertTrue(row().check(CopyPlace.SECOND).goodAt().isEmpty());
    }

    @Test
    void nothingBeginsWhileAJobRuns() throws IOException {
        spoil(first);
        beans.with(SlowReading.class, new Reading(0, () -> {}));
        scrub();
        assertFalse(row().check(CopyPlace.FIRST).isDamaged());
    }

    private void scrub() {
        beans.get(ScrubCopies.class).run();
    }

    /** One bit of one byte. */
    private static void spoil(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
    }

    private void assertHealed(Path file, CopyPlace place) throws IOException {
        assertEquals(CONTENT, Files.readString(file));
        assertTrue(isFresh(place));
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        assertEquals(List.of(), leftIn(first.getParent()));
        assertEquals(List.of(), leftIn(second.getParent()));
    }

    private static List<String> leftIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".safeward-"))
                    .toList();
        }
    }

    private boolean isFresh(CopyPlace place) {
        return row().check(place)
                .goodAt()
                .filter(Instant.now().minusSeconds(60)::isBefore)
                .isPresent();
    }

    private BackupRecords records() {
        return beans.get(BackupRecords.class);
    }

    private BackupRecord row() {
        return row(id);
    }

    private BackupRecord row(long record) {
        return records().get(record);
    }
}
