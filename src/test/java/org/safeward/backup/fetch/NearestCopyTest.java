package org.safeward.backup.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.catalog.CopyPlace;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.KnownDestinations;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.jobs.MinutePassed;
import org.safeward.store.SmallDisk;

/** Which copy of a backup is taken, on a real catalog and in real directories. */
class NearestCopyTest {
    private static final int BYTES = 700_000;

    @TempDir
    Path folder;

    private StoredBackup backup;

    @BeforeEach
    void aBackup() throws IOException {
        backup = new StoredBackup(folder).directories("near", "far").made(BYTES);
    }

    @AfterEach
    void close() {
        backup.close();
    }

    @Test
    void itsOwnFileIsTheNearestOne() throws IOException {
        backup.inSecond().in("near");
        try (FoundCopy found = backup.find()) {
            assertEquals(backup.file(), found.file());
            assertEquals(List.of(), found.passedOver());
        }
    }

    @Test
    void aDamagedFileIsPassedOverAndNoted() throws IOException {
        backup.inSecond().in("near");
        damage(backup.file());
        try (FoundCopy found = backup.find()) {
            assertEquals(backup.second(), found.file());
            assertEquals(List.of(backup.file().toString()), places(found));
            assertEquals(
                    ErrorCode.BACKUP_TRUNCATED,
                    found.passedOver().get(0).reason().code(),
                    "the diagnosis");
        }
        assertTrue(backup.record().check(CopyPlace.FIRST).isDamaged());
        assertFalse(backup.record().check(CopyPlace.SECOND).isDamaged());
    }

    @Test
    void aDiskThatIsAwayIsNoDamage() throws IOException {
        backup.in("near");
        Files.move(backup.file().getParent(), folder.resolve("away"));
        try (FoundCopy found = backup.find()) {
            assertEquals(
                    ErrorCode.BACKUP_FILE_MISSING,
                    found.passedOver().get(0).reason().code());
        }
        assertFalse(backup.record().check(CopyPlace.FIRST).isDamaged());
    }

    @Test
    void whatWentOnPurposeIsFetchedAndNothingIsSaidToBeMissing() throws IOException {
        backup.in("near", "far").away();
        try (FoundCopy found = backup.find()) {
            assertTrue(backup.isWhole(found.file()));
            assertEquals(address("near"), found.place());
            assertEquals(List.of(), found.passedOver());
        }
        assertTrue(backup.copy("near").verifiedAt().orElseThrow().isAfter(Instant.EPOCH), "it was read from there");
        assertFalse(backup.record().check(CopyPlace.FIRST).isDamaged());
    }

    @Test
    void aDamagedCopyIsPassedOverForTheNextOneAndNoted() throws IOException {
        backup.in("near", "far").away();
        damage(stored("near"));
        try (FoundCopy found = backup.find()) {
            assertTrue(backup.isWhole(found.file()));
            assertEquals(address("far"), found.place());
            Warning warning = found.passedOver().get(0).warning();
            assertEquals("COPY_PASSED_OVER", warning.code());
            assertEquals(address("near"), warning.object());
        }
        assertEquals(CopyState.DAMAGED, backup.copy("near").state());
        assertEquals(ErrorCode.BACKUP_DAMAGED, backup.copy("near").errorCode());
    }

    @Test
    void aShorterCopyAndOneThatIsGoneAreDamaged() throws IOException {
        backup.in("near", "far").away();
        Files.write(stored("near"), new byte[1000]);
        Files.delete(stored("far"));
        Fault none = assertThrows(Fault.class, backup::find);
        assertEquals(ErrorCode.NO_GOOD_COPY, none.code());
        assertEquals(
                address("near") + " (BACKUP_DAMAGED); " + address("far") + " (BACKUP_FILE_MISSING)",
                none.arguments().get(1));
        assertEquals(CopyState.DAMAGED, backup.copy("near").state());
        assertEquals(CopyState.DAMAGED, backup.copy("far").state());
        assertEquals(List.of(), inFetched());
    }

    @Test
    void aPlaceThatIsAwayIsPassedOverAndItsCopyIsNotCalledDamaged() throws IOException {
        backup.in("near", "far").away();
        Files.move(folder.resolve("near"), folder.resolve("away"));
        try (FoundCopy found = backup.find()) {
            assertEquals(address("far"), found.place());
        }
        assertEquals(CopyState.GOOD, backup.copy("near").state());
        assertTrue(known("near"), "that it failed is known");
        assertFalse(known("far"));
    }

    @Test
    void aCopyThatWasReadBackGoesBeforeOneThatWasNot() throws IOException {
        backup.in("near", "far").away();
        backup.change("near", BackupCopy::foundLying);
        try (FoundCopy found = backup.find()) {
            assertEquals(address("far"), found.place());
        }
        backup.beans().get(FetchedFiles.class).removeUnused(Long.MAX_VALUE);
        Files.delete(stored("far"));
        try (FoundCopy found = backup.find()) {
            assertEquals(address("near"), found.place());
        }
        assertEquals(CopyState.GOOD, backup.copy("near").state(), "now it was read");
    }

    @Test
    void oneThatIsKnownToBeDamagedOrIsNotThereYetIsNotAsked() throws IOException {
        backup.in("near", "far").away();
        backup.change("near", copy -> copy.foundDamaged(new Fault(ErrorCode.BACKUP_DAMAGED, "x"), Instant.now()));
        backup.change("far", copy -> copy.wait(new Fault(ErrorCode.DESTINATION_FULL, "x", "y"), Instant.now()));
        assertEquals(
                ErrorCode.BACKUP_DAMAGED,
                assertThrows(Fault.class, backup::find).code(),
                "the only one that could have been");
    }

    @Test
    void withoutAnyCopyTheFileIsMissing() throws IOException {
        Files.delete(backup.file());
        Fault missing = assertThrows(Fault.class, backup::find);
        assertEquals(ErrorCode.BACKUP_FILE_MISSING, missing.code());
        assertEquals(List.of(backup.file().toString()), missing.arguments());
    }

    @Test
    void whatWasFetchedIsUsedAgainUnlessItHasChanged() throws IOException {
        backup.in("near").away();
        Path first;
        try (FoundCopy found = backup.find()) {
            first = found.file();
        }
        Files.move(folder.resolve("near"), folder.resolve("away"));
        try (FoundCopy found = backup.find()) {
            assertEquals(first, found.file());
            assertEquals(address("near"), found.place());
            backup.beans().get(FetchedFiles.class).removeUnused(Long.MAX_VALUE);
            assertTrue(backup.isWhole(found.file()), "nobody removes what is used");
        }
        damage(first);
        assertThrows(Fault.class, backup::find);
        assertEquals(List.of(), inFetched());
    }

    @Test
    void whatWasFetchedGoesAfterAnHourAndAtAStart() throws IOException {
        backup.in("near").away();
        backup.find().close();
        FetchedFiles files = backup.beans().get(FetchedFiles.class);
        files.everyMinute(new MinutePassed());
        assertEquals(1, inFetched().size());
        files.removeUnused(System.nanoTime() + 3_601_000_000_000L);
        assertEquals(List.of(), inFetched());
        Files.writeString(backup.fetched().resolve(".half"), "fetched");
        files.prepare();
        assertEquals(List.of(), inFetched());
    }

    @Test
    void aJobThatIsStoppedFetchesNoFurtherAndLeavesNothing() throws IOException {
        backup.in("near").away();
        Stopping stopping = new Stopping(200_000);
        assertThrows(WorkStopped.class, () -> backup.find(stopping));
        assertFalse(Thread.interrupted());
        assertEquals(List.of(), inFetched());
        assertEquals(CopyState.GOOD, backup.copy("near").state());
        assertFalse(known("near"), "a stop says nothing of the place");
    }

    @Test
    void aDiskWithoutRoomIsSaidAndNoOtherCopyIsTried() throws IOException {
        backup.in("near", "far").away();
        try (SmallDisk disk = SmallDisk.on(backup.fetched(), 2)) {
            disk.leaveFree(300);
            assertEquals(
                    ErrorCode.DISK_FULL, assertThrows(Fault.class, backup::find).code());
            assertEquals(List.of("filling"), inFetched());
            disk.free();
            try (FoundCopy found = backup.find()) {
                assertTrue(backup.isWhole(found.file()));
            }
        }
        assertFalse(known("near"));
    }

    /** The room is there when it is looked at, and gone when it is needed. */
    @Test
    void aDiskThatFillsUpWhileItIsFetchedIsSaidAndNothingIsLeft() throws IOException {
        backup.in("near", "far").away();
        try (SmallDisk disk = SmallDisk.on(backup.fetched(), 2)) {
            Work filling = new Stopping(Long.MAX_VALUE) {
                @Override
                public void progress(long rows, long bytes) {
                    try {
                        disk.leaveFree(0);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            };
            assertEquals(
                    ErrorCode.DISK_FULL,
                    assertThrows(Fault.class, () -> backup.find(filling)).code());
            assertEquals(List.of("filling"), inFetched());
        }
        assertFalse(known("near"));
    }

    private boolean known(String destination) {
        return backup.beans()
                .get(KnownDestinations.class)
                .get(backup.destinations().get(destination))
                .failedAt()
                .isPresent();
    }

    private Path stored(String destination) {
        return folder.resolve(destination).resolve(StoredBackup.NAME);
    }

    private String address(String destination) {
        return stored(destination).toString();
    }

    private static List<String> places(FoundCopy found) {
        return found.passedOver().stream().map(PassedOver::place).toList();
    }

    private List<String> inFetched() throws IOException {
        try (Stream<Path> files = Files.list(backup.fetched())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void damage(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
    }
}
