package org.safeward.backup.offsite.removal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.safeward.backup.RemoveBackup;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.backup.offsite.again.ReadCopiesAgain;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Backups that are deleted while copies of them lie in a directory beyond this machine. */
class RemovalTest {
    private static final String NAME = "backup_1.sql.zip";

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
                        there.toUri().toString()));
        copies.beans().get(BackupStores.class).prepare(List.of(folder.resolve("home/backups")));
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void withABackupGoesItsCopyAndThenItsRecord() throws IOException {
        BackupRecord record = copies.backup(NAME, 1000);
        copies.look();
        assertEquals(2, files().size());

        delete(record);
        assertFalse(Files.exists(Path.of(record.filePath())));
        assertEquals("1", records(record), "until the copy is gone");
        remove();

        assertEquals(List.of(), files());
        assertEquals("0", records(record));
    }

    @Test
    void aPlaceThatIsAwayIsAskedUntilItHasLetGo() throws IOException {
        BackupRecord record = copies.backup(NAME, 1000);
        copies.look();
        Files.move(there, folder.resolve("away"));

        delete(record);
        remove();
        assertEquals(CopyState.DELETING, copies.copy(record, "nas").state());
        assertEquals(ErrorCode.DESTINATION_MISSING, copies.copy(record, "nas").errorCode());

        Files.move(folder.resolve("away"), there);
        remove();
        assertEquals(2, files().size(), "not before its time");
        copies.pass(Duration.ofHours(6));
        remove();
        assertEquals(List.of(), files());
        assertEquals("0", records(record));
    }

    @Test
    void aCopyThatWasNeverBegunIsNoReasonToWait() throws IOException {
        BackupRecord record = copies.backup(NAME, 1000);
        Files.delete(there);
        copies.backup("newer.sql.zip", 1000);
        copies.look();
        assertEquals(Optional.empty(), copies.copy(record, "nas").name());

        delete(record);

        assertEquals("0", records(record));
    }

    @Test
    void whatHadTheNameBeforeUsStays() throws IOException {
        Files.writeString(there.resolve("default-" + NAME), "somebody else's");
        BackupRecord record = copies.backup(NAME, 1000);
        copies.at = reached -> {
            if (reached.place().endsWith(".sending")) {
                throw new CopiesByHand.Crash();
            }
        };
        assertThrows(CopiesByHand.Crash.class, copies::look);
        assertEquals(
                ErrorCode.RECORD_IN_USE,
                assertThrows(Fault.class, () -> delete(record)).code());
        copies.startAgain(Map.of());

        delete(record);
        remove();

        assertEquals(List.of("default-" + NAME), files());
        assertEquals("0", records(record));
    }

    @Test
    void whatHadTheNameThatADamagedCopyWasToBeMadeAgainUnderStaysAndTheDamagedOneGoes() throws IOException {
        BackupRecord record = copies.backup(NAME, 1000);
        copies.look();
        Files.writeString(there.resolve("default-" + NAME), "spoilt");
        Files.writeString(there.resolve("default-backup_1_2.sql.zip"), "somebody else's");
        copies.pass(Duration.ofDays(31));
        copies.beans().get(ReadCopiesAgain.class).run(Duration.ofDays(30), () -> {});
        assertEquals(CopyState.DAMAGED, copies.copy(record, "nas").state());
        copies.at = reached -> {
            if (reached.place().endsWith(".sending")) {
                throw new CopiesByHand.Crash();
            }
        };
        assertThrows(CopiesByHand.Crash.class, copies::look);
        copies.startAgain(Map.of());

        delete(record);
        remove();

        assertEquals(List.of("default-backup_1_2.sql.zip"), files());
        assertEquals("0", records(record));
    }

    @Test
    void whatHasTheNameWhereTheDestinationIsNowStays() throws IOException {
        BackupRecord record = copies.backup(NAME, 1000);
        copies.look();
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("default-" + NAME), "somebody else's");
        copies.startAgain(Map.of("safeward.destination.nas.url", other.toUri().toString()));
        Destination nas = copies.beans().get(Destinations.class).get("nas");
        copies.beans().get(KnownDestinations.class).meet(nas);

        delete(record);
        remove();

        assertTrue(Files.exists(other.resolve("default-" + NAME)));
        assertEquals("0", records(record));
    }

    @Test
    void aFileThatTwoBackupsHaveAsTheirCopyGoesWithTheLastOne() throws IOException {
        BackupRecord one = copies.backup(NAME, 1000);
        BackupRecord two = copies.backup("backup_2.sql.zip", 1000);
        copies.look();
        BackupCopies rows = copies.beans().get(BackupCopies.class);
        rows.change(copies.copy(two, "nas").id(), row -> row.named("default-" + NAME, 1000, one.sha256()));

        delete(one);
        remove();
        assertTrue(Files.exists(there.resolve("default-" + NAME)));
        assertEquals("0", records(one));
        delete(two);
        remove();
        assertFalse(Files.exists(there.resolve("default-" + NAME)));
    }

    @Test
    void aClockThatWasAheadWhenAPlaceWasAwayKeepsNothingThere() throws IOException {
        BackupRecord record = copies.backup(NAME, 1000);
        copies.look();
        Files.move(there, folder.resolve("away"));
        copies.pass(Duration.ofDays(365));
        delete(record);
        remove();
        Files.move(folder.resolve("away"), there);

        copies.pass(Duration.ofDays(-365));
        remove();

        assertEquals(List.of(), files());
        assertEquals("0", records(record));
    }

    private void delete(BackupRecord record) {
        copies.beans().get(RemoveBackup.class).expire(record.id(), true);
    }

    private void remove() {
        Destination nas = copies.beans().get(Destinations.class).get("nas");
        copies.beans().get(RemoveCopies.class).run(nas);
    }

    private String records(BackupRecord record) {
        return new CatalogFile(folder.resolve("home"))
                .ask("SELECT count(*) FROM backup_record WHERE id = ?", record.id());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(there)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
