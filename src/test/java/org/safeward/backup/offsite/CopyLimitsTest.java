package org.safeward.backup.offsite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.fault.ErrorCode;
import org.safeward.store.SmallDisk;

/** What a destination has room for, and how fast it may be sent there. */
class CopyLimitsTest {
    private static final int SIZE = 700_000;

    @TempDir
    Path folder;

    private CopiesByHand copies(Path nas, String... more) {
        Map<String, String> settings = new java.util.HashMap<>(
                Map.of("safeward.destinations", "nas", "safeward.destination.nas.url", "file://" + nas));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new CopiesByHand(folder, settings);
    }

    @Test
    void aPlaceThatIsFullKeepsNothingOfTheCopyAndGetsItWhenThereIsRoom() throws IOException {
        Path nas = Files.createDirectory(folder.resolve("nas"));
        try (SmallDisk disk = SmallDisk.on(nas, 2);
                CopiesByHand copies = copies(nas)) {
            disk.leaveFree(300);
            BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
            copies.look();
            BackupCopy waiting = copies.copy(record, "nas");
            assertEquals(CopyState.WAITING, waiting.state());
            assertEquals(ErrorCode.DESTINATION_FULL, waiting.errorCode());
            assertEquals(List.of("filling"), files(nas));
            assertTrue(Files.exists(Path.of(record.filePath())));

            disk.free();
            copies.pass(Duration.ofHours(6));
            copies.look();
            assertEquals(CopyState.GOOD, copies.copy(record, "nas").state());
        }
    }

    /** How much slower it is depends on the machine; faster than the limit it is on none. */
    @Test
    void noMoreIsSentInASecondThanTheLimit() throws IOException {
        Path nas = Files.createDirectory(folder.resolve("nas"));
        try (CopiesByHand copies = copies(nas, "safeward.destination.nas.bandwidth", String.valueOf(SIZE / 2))) {
            BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
            long begun = System.nanoTime();
            copies.look();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertEquals(CopyState.GOOD, copies.copy(record, "nas").state());
            assertTrue(took.toMillis() >= 1900, "half of it in a second: " + took);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
