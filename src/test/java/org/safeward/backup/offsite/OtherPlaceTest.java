package org.safeward.backup.offsite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.offsite.again.ReadCopiesAgain;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;

/** A destination that is not what it was when copies went there: its name stands for another place, or the clock was wrong when it was met. */
class OtherPlaceTest {
    private static final String NAME = "backup_1.sql.zip";

    @TempDir
    Path folder;

    private Path there;
    private Path other;
    private CopiesByHand copies;

    @BeforeEach
    void start() throws IOException {
        there = Files.createDirectory(folder.resolve("nas"));
        other = Files.createDirectory(folder.resolve("other"));
        copies = new CopiesByHand(
                folder, Map.of("safeward.destinations", "nas", "safeward.destination.nas.url", url(there)));
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void whatWasGoodInTheFormerPlaceIsNotGoodInAnotherUntilItWasMadeThere() throws IOException {
        BackupRecord record = copies.backup(NAME, 1000);
        copies.look();

        move(other);
        assertEquals(CopyState.UNREAD, copies.copy(record, "nas").state());
        copies.beans().get(ReadCopiesAgain.class).run(Duration.ofDays(30), () -> {});
        assertEquals(CopyState.DAMAGED, copies.copy(record, "nas").state());
        copies.look();

        assertEquals(CopyState.GOOD, copies.copy(record, "nas").state());
        assertEquals(2, files(other).size(), files(other).toString());
        assertEquals(2, files(there).size(), "nobody asked for what lies in the former place");
    }

    @Test
    void copiesThatHaveMovedWithTheirPlaceAreGoodAgainOnceTheyWereRead() throws IOException {
        BackupRecord record = copies.backup(NAME, 1000);
        copies.look();
        Files.delete(other);
        Files.move(there, other);

        move(other);
        copies.beans().get(ReadCopiesAgain.class).run(Duration.ofDays(30), () -> {});
        assertEquals(CopyState.GOOD, copies.copy(record, "nas").state());
        copies.startAgain(Map.of());
        meet();
        assertEquals(CopyState.GOOD, copies.copy(record, "nas").state(), "the same place");
    }

    @Test
    void aClockThatWasAheadKeepsNothingFromBeingCopied() throws IOException {
        Files.delete(there);
        copies.pass(Duration.ofDays(365));
        copies.startAgain(Map.of("safeward.destinations", "nas,two", "safeward.destination.two.url", url(other)));
        BackupRecord waiting = copies.backup(NAME, 1000);
        copies.look();
        assertEquals(CopyState.WAITING, copies.copy(waiting, "nas").state());

        copies.pass(Duration.ofDays(-365));
        copies.startAgain(Map.of());
        meet();
        Files.createDirectory(there);
        BackupRecord made = copies.backup("backup_2.sql.zip", 1000);
        copies.look();

        assertEquals(CopyState.GOOD, copies.copy(made, "two").state());
        assertEquals(CopyState.GOOD, copies.copy(waiting, "nas").state());
    }

    private void move(Path place) {
        copies.startAgain(Map.of("safeward.destination.nas.url", url(place)));
        meet();
    }

    private void meet() {
        KnownDestinations known = copies.beans().get(KnownDestinations.class);
        copies.beans().get(Destinations.class).all().forEach(known::meet);
    }

    private static String url(Path place) {
        return place.toUri().toString();
    }

    private static List<String> files(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
