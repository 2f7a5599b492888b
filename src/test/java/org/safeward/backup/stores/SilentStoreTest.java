package org.safeward.backup.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.beans.Beans;
import org.safeward.fixture.SilentDirectory;
import org.safeward.fixture.Waiting;

/** A directory of backups that keeps whoever looks into it, as one that is mounted from a machine that is away. */
class SilentStoreTest {
    private static final Duration LOOK = StoreReach.LOOK.plusSeconds(5);

    @TempDir
    Path folder;

    private Path directory;
    private Beans beans;
    private BackupStores stores;

    @BeforeEach
    void aDirectoryThatWasUsed() {
        directory = folder.resolve("backups");
        beans = Beans.in(
                folder.resolve("home"),
                Map.of(
                        "safeward.backup.directory",
                        directory.toString(),
                        "safeward.database.default.url",
                        "jdbc:sqlite:" + folder.resolve("live.db")));
        stores = beans.get(BackupStores.class);
        stores.prepare(List.of(directory));
    }

    @AfterEach
    void close() {
        beans.close();
    }

    @Test
    void itIsUnreachableInTimeAndKeepsOneThread() throws IOException {
        try (SilentDirectory silent = SilentDirectory.at(directory)) {
            assertUnreachable(LOOK);
            for (int time = 0; time < 5; time++) {
                assertUnreachable(Duration.ofSeconds(1));
            }
            assertEquals(1, threads());
        }
        assertTrue(Waiting.until(LOOK, () -> threads() == 0));
        assertEquals(StoreState.IN_ORDER, stores.look(directory).state());
    }

    /** A disk that sleeps. */
    @Test
    void whoIsAboutToWriteThereWaitsLongerThanWhoLooks() throws IOException {
        try (SilentDirectory silent = SilentDirectory.at(directory)) {
            assertUnreachable(LOOK);
            silent.answerAfter(Duration.ofSeconds(2));
            stores.require(directory);
        }
        assertEquals(StoreState.IN_ORDER, stores.look(directory).state());
    }

    private void assertUnreachable(Duration most) {
        long began = System.nanoTime();
        assertEquals(StoreState.UNREACHABLE, stores.look(directory).state());
        assertTrue(System.nanoTime() - began < most.toNanos(), "in time");
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("safeward-store-marker"))
                .count();
    }
}
