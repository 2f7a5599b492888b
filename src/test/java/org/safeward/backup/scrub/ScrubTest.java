package org.safeward.backup.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.safeward.backup.fetch.CopyDamaged;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.CopyPlace;
import org.safeward.store.SmallDisk;

/** Copies that went bad on their disks. */
class ScrubTest extends TwoCopies {
    /** Stands for the end of the process. */
    private static final class Crash extends Error {}

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
}
