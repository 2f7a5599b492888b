package org.safeward.backup.offsite.removal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.RemoveBackup;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.CopyState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Two directories beyond this machine, one of which leaves the settings. */
class FormerDestinationsTest {
    @TempDir
    Path folder;

    private CopiesByHand copies;

    @BeforeEach
    void start() throws IOException {
        copies = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.destinations",
                        "nas,vault",
                        "safeward.destination.nas.url",
                        Files.createDirectory(folder.resolve("nas")).toUri().toString(),
                        "safeward.destination.vault.url",
                        Files.createDirectory(folder.resolve("vault")).toUri().toString(),
                        "safeward.destination.vault.databases",
                        "other"));
        copies.beans().get(BackupStores.class).prepare(List.of(folder.resolve("home/backups")));
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void oneThatTheSettingsNameIsNotForgottenNorOneThatNobodyKnows() throws IOException {
        copies.backup("one.sql.zip", 1000);
        copies.look();

        assertEquals(ErrorCode.DESTINATION_CONFIGURED, refused("nas", 0));
        assertEquals(ErrorCode.UNKNOWN_DESTINATION, refused("nowhere", 0));
        assertEquals(List.of(), former().all());
        assertEquals("1", ask("SELECT count(*) FROM backup_copy WHERE state = 'GOOD'"));
    }

    @Test
    void aCopyThatWasToBeRemovedThereIsForgottenWithItsBackup() throws IOException {
        BackupRecord record = copies.backup("one.sql.zip", 1000);
        copies.look();
        copies.beans().get(RemoveBackup.class).expire(record.id(), true);
        leave();

        assertEquals(0, only().lost().size(), "nobody can bring it back anyway");
        assertEquals(1, former().forget("nas", 0));

        assertEquals("0", ask("SELECT count(*) FROM backup_record"));
        assertEquals("0", ask("SELECT count(*) FROM destination WHERE name = 'nas'"));
        assertEquals(List.of(), former().all());
        assertTrue(Files.exists(folder.resolve("nas/default-one.sql.zip")), "what lies there is not touched");
    }

    @Test
    void backupsThatLieNowhereElseAreLostOnlyWhenTheirNumberIsConfirmed() throws IOException {
        BackupRecord here = copies.backup("here.sql.zip", 1000);
        BackupRecord there = copies.backup("there.sql.zip", 1000);
        copies.look();
        change("UPDATE backup_record SET file_removed_at = 1 WHERE id = " + there.id());
        leave();

        assertEquals(List.of(there.id()), only().lost());
        assertEquals(ErrorCode.DESTINATION_NEEDED, refused("nas", 0));
        assertEquals(ErrorCode.DESTINATION_NEEDED, refused("nas", 2));
        assertEquals("2", ask("SELECT count(*) FROM backup_copy"), "all or nothing");
        assertEquals(2, former().forget("nas", 1));

        assertEquals("" + here.id(), ask("SELECT group_concat(id) FROM backup_record"));
        assertEquals("0", ask("SELECT count(*) FROM backup_copy"));
    }

    @Test
    void aDamagedFileIsNoOtherGoodCopyAndItsRecordStays() throws IOException {
        BackupRecord record = copies.backup("one.sql.zip", 1000);
        copies.look();
        change("UPDATE backup_record SET file_damaged_at = 1 WHERE id = " + record.id());
        leave();

        assertEquals(ErrorCode.DESTINATION_NEEDED, refused("nas", 0));
        former().forget("nas", 1);

        assertEquals("1", ask("SELECT count(*) FROM backup_record"));
    }

    @Test
    void oneWithAGoodCopyInAnotherDestinationLivesOnThereAndAnUnreadOneDoesNotCount() throws IOException {
        BackupRecord record = copies.backup("one.sql.zip", 1000);
        copies.look();
        change("UPDATE backup_record SET file_removed_at = 1 WHERE id = " + record.id());
        change(
                "INSERT INTO backup_copy (record_id, destination, name, state, file_size, encrypted, created_at, attempts)"
                        + " VALUES (" + record.id() + ", 'vault', 'x', 'UNREAD', 1000, 0, 1, 0)");
        leave();

        assertEquals(List.of(record.id()), only().lost());
        change("UPDATE backup_copy SET state = 'GOOD' WHERE destination = 'vault'");
        assertEquals(List.of(), only().lost());
        former().forget("nas", 0);

        assertEquals("vault", ask("SELECT group_concat(destination) FROM backup_copy"));
        assertEquals("1", ask("SELECT count(*) FROM backup_record"));
    }

    @Test
    void whatWasOnItsWayThereWaitsAndWhenItsNameComesBackItIsCopiedAnew() throws IOException {
        BackupRecord record = copies.backup("one.sql.zip", 1000);
        copies.at = reached -> {
            if (reached.place().endsWith(".sending")) {
                throw new CopiesByHand.Crash();
            }
        };
        assertThrows(CopiesByHand.Crash.class, copies::look);
        copies.at = reached -> {};
        leave();
        assertEquals(CopyState.UPLOADING, copies.copy(record, "nas").state());

        copies.look();
        assertEquals(CopyState.WAITING, copies.copy(record, "nas").state());
        assertEquals("nas", only().name());
        former().forget("nas", 0);

        copies.startAgain(Map.of("safeward.destinations", "nas"));
        change("UPDATE destination SET known_since = 1");
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(record, "nas").state());
    }

    private void leave() {
        copies.startAgain(Map.of("safeward.destinations", "vault"));
    }

    private ErrorCode refused(String name, long lost) {
        return assertThrows(Fault.class, () -> former().forget(name, lost)).code();
    }

    private FormerDestinations.Former only() {
        assertEquals(1, former().all().size());
        return former().all().get(0);
    }

    private FormerDestinations former() {
        return copies.beans().get(FormerDestinations.class);
    }

    private String ask(String sql) {
        return new CatalogFile(folder.resolve("home")).ask(sql);
    }

    private void change(String sql) {
        new CatalogFile(folder.resolve("home")).change(sql);
    }
}
