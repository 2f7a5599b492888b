package org.safeward.backup.offsite.again;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.age.KeyPair;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.fault.ErrorCode;

/** Copies whose bytes change in a directory beyond this machine, behind everybody's back. */
class ReadAgainTest {
    private static final Duration AGE = Duration.ofDays(30);

    @TempDir
    Path folder;

    private Path there;
    private CopiesByHand copies;

    @BeforeEach
    void start() throws IOException {
        there = Files.createDirectory(folder.resolve("nas"));
        copies = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.destinations",
                        "nas",
                        "safeward.destination.nas.url",
                        there.toUri().toString(),
                        "safeward.scrub.destination-budget",
                        "2500"));
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCopyThatHasChangedIsFoundAndMadeAgainBesideItBeforeItGoes(boolean encrypted) throws IOException {
        if (encrypted) {
            copies.startAgain(
                    Map.of("safeward.destination.nas.recipients", KeyPair.make().publicKey()));
        }
        String ending = encrypted ? ".sql.zip.age" : ".sql.zip";
        BackupRecord record = copies.backup("backup_1.sql.zip", 1000);
        copies.look();
        Path file = there.resolve("default-backup_1" + ending);
        spoil(file);

        read();
        assertEquals(CopyState.GOOD, copies.copy(record, "nas").state(), "nobody reads it each day");
        copies.pass(Duration.ofDays(31));
        read();
        BackupCopy damaged = copies.copy(record, "nas");
        assertEquals(CopyState.DAMAGED, damaged.state());
        assertEquals(ErrorCode.COPY_CHANGED, damaged.errorCode());
        assertEquals(1, copies.told.size());

        copies.at = reached -> {
            if (reached.place().endsWith(".sent")) {
                assertTrue(Files.exists(file), "until another one is good");
            }
        };
        copies.look();
        BackupCopy again = copies.copy(record, "nas");
        assertEquals(CopyState.GOOD, again.state(), () -> again.errorCode() + " " + again.errorArguments());
        assertEquals(Optional.of("default-backup_1_2" + ending), again.name());
        assertTrue(again.damagedAt().isEmpty());
        assertEquals(List.of("default-backup_1_2" + ending, "default-backup_1_2" + ending + ".manifest.json"), files());
    }

    @ParameterizedTest
    @CsvSource({"sending,false", "sending,true", "sent,false", "sent,true", "written,false", "written,true"})
    void whereverTheServerDiesWhileADamagedCopyIsMadeAgainNothingElseIsLeft(String place, boolean encrypted)
            throws IOException {
        if (encrypted) {
            copies.startAgain(
                    Map.of("safeward.destination.nas.recipients", KeyPair.make().publicKey()));
        }
        BackupRecord record = copies.backup("backup_1.sql.zip", 1000);
        copies.look();
        spoil(there.resolve("default-backup_1.sql.zip" + (encrypted ? ".age" : "")));
        copies.pass(Duration.ofDays(31));
        read();
        copies.at = reached -> {
            if (reached.place().endsWith("." + place)) {
                throw new CopiesByHand.Crash();
            }
        };
        for (int death = 0; death < 2; death++) {
            assertThrows(CopiesByHand.Crash.class, copies::look);
            copies.startAgain(Map.of());
        }
        copies.at = reached -> {};
        copies.look();

        assertEquals(CopyState.GOOD, copies.copy(record, "nas").state());
        assertEquals(2, files().size(), "one copy and its manifest: " + files());
    }

    @Test
    void damagedOnesAreNotAllTriedWhileThePlaceIsAway() throws IOException {
        for (int number = 1; number <= 3; number++) {
            spoil(there.resolve("default-" + name(copies.backup("backup_" + number + ".sql.zip", 500))));
        }
        copies.pass(Duration.ofDays(31));
        read();
        Files.move(there, folder.resolve("away"));

        copies.look();

        assertEquals(
                2,
                copies.beans()
                        .get(BackupCopies.class)
                        .inState("nas", CopyState.DAMAGED)
                        .size());
        Files.move(folder.resolve("away"), there);
        copies.pass(Duration.ofMinutes(1));
        copies.look();
        assertEquals(3, copies.all("nas").size());
        assertEquals(6, files().size(), "copies and their manifests: " + files());
    }

    private String name(BackupRecord copied) {
        copies.look();
        return Path.of(copied.filePath()).getFileName().toString();
    }

    @Test
    void aCopyThatIsGoneIsMadeAgainUnderItsName() throws IOException {
        BackupRecord record = copies.backup("backup_1.sql.zip", 1000);
        copies.look();
        Files.delete(there.resolve("default-backup_1.sql.zip"));
        copies.pass(Duration.ofDays(31));
        read();
        assertEquals(CopyState.DAMAGED, copies.copy(record, "nas").state());

        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(record, "nas").state());
        assertEquals(2, files().size(), "one copy and its manifest: " + files());
    }

    @Test
    void noMoreIsReadInADayThanTheBudgetAllows() throws IOException {
        for (int number = 1; number <= 4; number++) {
            copies.backup("backup_" + number + ".sql.zip", 1000);
        }
        copies.look();
        copies.pass(Duration.ofDays(31));
        read();
        assertEquals(2, readSince(Duration.ofDays(1)));
        read();
        assertEquals(2, readSince(Duration.ofDays(1)), "the same day");
        copies.pass(Duration.ofDays(1));
        read();
        assertEquals(4, readSince(Duration.ofDays(2)));
    }

    @Test
    void aPlaceThatIsAwayIsNoDamage() throws IOException {
        BackupRecord record = copies.backup("backup_1.sql.zip", 1000);
        copies.look();
        copies.pass(Duration.ofDays(31));
        Files.move(there, folder.resolve("away"));
        read();
        assertEquals(CopyState.GOOD, copies.copy(record, "nas").state());
    }

    private void read() {
        copies.beans().get(ReadCopiesAgain.class).run(AGE, () -> {});
    }

    private long readSince(Duration time) {
        return copies.all("nas").stream()
                .filter(copy ->
                        copy.verifiedAt().orElseThrow().isAfter(copies.now().minus(time)))
                .count();
    }

    private static void spoil(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(there)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
