package org.safeward.backup.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.catalog.CopyPlace;
import org.safeward.fault.ErrorCode;

/** A backup's file that somebody has moved away, and brings back: it is told of at once and once, another copy is used, and it is good again. */
class MovedAwayTest {
    @TempDir
    Path folder;

    private StoredBackup backup;

    @BeforeEach
    void itsFileIsAway() throws IOException {
        backup = new StoredBackup(folder).directories("near").made(100_000).inSecond();
        Files.move(backup.file(), folder.resolve("moved"));
    }

    @AfterEach
    void close() {
        backup.close();
    }

    private void bringBack() throws IOException {
        Files.move(folder.resolve("moved"), backup.file());
    }

    @Test
    void whoWantsToReadItTellsOfItOnceAndTakesTheOtherCopy() throws IOException {
        for (int time = 0; time < 2; time++) {
            try (FoundCopy found = backup.find()) {
                assertEquals(backup.second(), found.file());
                assertEquals(
                        ErrorCode.BACKUP_FILE_MISSING,
                        found.passedOver().get(0).reason().code());
            }
        }
        assertTrue(isDamaged());
        assertEquals(List.of(backup.file()), told());
    }

    @Test
    void itIsGoodAgainForWhoeverReadsItWhole() throws IOException {
        backup.find().close();
        bringBack();
        try (FoundCopy found = backup.find()) {
            assertEquals(backup.file(), found.file());
            assertEquals(List.of(), found.passedOver());
        }
        assertFalse(isDamaged());
    }

    @Test
    void aDownloadDoesTheSame() throws IOException {
        assertEquals(backup.record().sha256(), downloaded());
        assertTrue(isDamaged());
        assertEquals(List.of(backup.file()), told());
        bringBack();
        assertEquals(backup.record().sha256(), downloaded());
        assertFalse(isDamaged());
    }

    @Test
    void thatItIsAwayIsSeenBeforeAnybodyWantsToReadIt() throws IOException {
        assertEquals(Set.of(CopyPlace.FIRST), gone());
        assertFalse(isDamaged(), "who looks changes nothing");
        bringBack();
        assertEquals(Set.of(), gone());
    }

    @Test
    void withItsWholeDirectoryItIsNotGone() throws IOException {
        Files.move(backup.file().getParent(), folder.resolve("unmounted"));
        assertEquals(Set.of(), gone());
        backup.find().close();
        assertFalse(isDamaged());
        assertEquals(List.of(), told());
    }

    /** Whoever removes a backup removes its file first; who comes between has nothing to tell. */
    @Test
    void aFileThatWentOnPurposeMeanwhileIsNotToldOf() throws IOException {
        var before = backup.record();
        backup.in("near").away();
        backup.beans().get(CopyOnDisk.class).lookAndNote(before, CopyPlace.FIRST, backup.file());
        assertEquals(List.of(), told());
        assertFalse(isDamaged());
    }

    private String downloaded() throws IOException {
        StreamedCopy copy = backup.beans().get(NearestStream.class).find(backup.record());
        Path file = folder.resolve("downloaded");
        try (InputStream in = copy.proven()) {
            Files.write(file, in.readAllBytes());
        }
        assertTrue(backup.isWhole(file));
        return copy.sha256();
    }

    private boolean isDamaged() {
        return backup.record().check(CopyPlace.FIRST).isDamaged();
    }

    private List<Path> told() {
        return backup.told().stream().map(CopyDamaged::copy).toList();
    }

    private Set<CopyPlace> gone() {
        Map<Long, Set<CopyPlace>> all = backup.beans().get(GoneFiles.class).of(List.of(backup.record()));
        return all.get(backup.record().id());
    }
}
