package org.safeward.backup.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.backup.RemoveBackup;
import org.safeward.backup.TidyBackups;
import org.safeward.backup.WholeBackup;
import org.safeward.backup.adopt.StrayFiles;
import org.safeward.backup.retention.Retention;
import org.safeward.backup.retention.RetentionPlan;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobCleanup;
import org.safeward.jobs.record.JobKind;
import org.safeward.store.StoreMarker;

/** A disk that is not mounted: its directory is an empty one, or gone, or another disk's. */
class BackupStoresTest extends DisksOfBackups {
    @ParameterizedTest
    @EnumSource(Loss.class)
    void nothingIsWrittenWhereTheDiskOfTheBackupsIsGone(Loss loss) throws IOException {
        assertEquals(RunState.COMPLETED, backUp(DEFAULT).status());
        Path disk = unmount(backups, loss);
        List<Path> before = tree(folder);

        assertRefused(backUp(DEFAULT));

        assertEquals(before, tree(folder));
        assertFalse(beans.get(BackupStores.class).inOrder(DEFAULT));
        mount(disk, backups);
        assertEquals(RunState.COMPLETED, backUp(DEFAULT).status());
    }

    /** Of the database's own folder, and of the directory above it, whether or not that one has ever held a file. */
    @ParameterizedTest
    @CsvSource({"backups/shop", "backups"})
    void nothingIsWrittenWhereTheFolderOfAnotherDatabaseIsGone(String lost) throws IOException {
        assertEquals(RunState.COMPLETED, backUp(SHOP).status());
        for (Loss loss : Loss.values()) {
            Path disk = unmount(folder.resolve(lost), loss);
            List<Path> before = tree(folder);

            assertRefused(backUp(SHOP));

            assertEquals(before, tree(folder), loss::toString);
            mount(disk, folder.resolve(lost));
        }
        assertEquals(RunState.COMPLETED, backUp(SHOP).status());
    }

    /** A database that has no backup yet would be the one to make the tree anew. */
    @Test
    void aNewDatabaseMakesNoFolderBelowADirectoryThatIsGone() throws IOException {
        backUp(DEFAULT);
        unmount(backups, Loss.EMPTY_MOUNT_POINT);

        assertRefused(backUp(SHOP));

        assertEquals(List.of(), tree(backups));
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void aBackupGoesOnWithoutItsCopyAndNothingExpires(Loss loss) throws IOException {
        settings.put("safeward.backup.second-directory", copies.toString());
        restart();
        BackupRecord old = backUp(DEFAULT);
        age(old, 400);
        unmount(copies, loss);
        List<Path> before = tree(copies);

        assertEquals(RunState.COMPLETED, backUp(DEFAULT).status());

        assertEquals(before, tree(copies));
        assertEquals(1, failedCopies.size());
        assertTrue(Files.exists(Path.of(old.filePath())));
        assertTrue(records().find(old.id()).isPresent());
    }

    /** The old ones are on the disk that is gone; by what can be seen they have no file, and would go. */
    @Test
    void recordsOfADiskThatIsGoneDoNotExpire() throws IOException {
        BackupRecord old = backUp(DEFAULT);
        age(old, 400);
        Path elsewhere = folder.resolve("elsewhere");
        Path disk = unmount(backups, Loss.EMPTY_MOUNT_POINT);
        settings.put("safeward.backup.directory", elsewhere.toString());
        restart();

        BackupRecord made = backUp(DEFAULT);

        assertEquals(RunState.COMPLETED, made.status());
        assertTrue(records().find(old.id()).isPresent());
        assertEquals(
                List.of(Retention.Reason.STORE_MISSING),
                beans.get(RetentionPlan.class).of(DEFAULT, new Retention.Rules(7, 3)).stream()
                        .filter(decision -> decision.id() == old.id())
                        .map(Retention.Decision::reason)
                        .toList());
        assertEquals(
                ErrorCode.STORE_MISSING,
                assertThrows(Fault.class, () -> beans.get(RemoveBackup.class).remove(old.id(), "test"))
                        .code());
        mount(disk, backups);
        backUp(DEFAULT);
        assertFalse(records().find(old.id()).isPresent(), "it is back, and too old");
    }

    /** Its copy would stay for ever, without a record. */
    @ParameterizedTest
    @ValueSource(strings = {"backups", "copies"})
    void aBackupIsNotRemovedWhileOneOfItsDisksIsGone(String lost) throws IOException {
        settings.put("safeward.backup.second-directory", copies.toString());
        restart();
        BackupRecord made = backUp(DEFAULT);
        Path name = Path.of(made.filePath()).getFileName();
        Path disk = unmount(folder.resolve(lost), Loss.EMPTY_MOUNT_POINT);

        Fault refused =
                assertThrows(Fault.class, () -> beans.get(RemoveBackup.class).remove(made.id(), "test"));

        assertEquals(ErrorCode.STORE_MISSING, refused.code());
        assertTrue(records().find(made.id()).isPresent());
        mount(disk, folder.resolve(lost));
        assertTrue(Files.exists(backups.resolve(name)) && Files.exists(copies.resolve(name)));
        beans.get(RemoveBackup.class).remove(made.id(), "test");
        assertFalse(Files.exists(backups.resolve(name)) || Files.exists(copies.resolve(name)));
    }

    @Test
    void aDiskThatGoesWhileTheFileIsWrittenGetsNoName() throws IOException {
        backUp(DEFAULT);
        BackupRecord made = new WholeBackup(beans).of(DEFAULT, () -> {
            Path disk = unmount(backups, Loss.EMPTY_MOUNT_POINT);
            // As if the writing had begun after the disk went.
            for (Path file : Files.list(disk).toList()) {
                if (file.getFileName().toString().endsWith("-backup")) {
                    Files.copy(file, backups.resolve(file.getFileName()));
                }
            }
        });

        assertRefused(made);
        assertTrue(tree(backups).stream().noneMatch(file -> file.toString().endsWith(".zip")));
    }

    @Test
    void temporaryFilesStayWhereTheMarkerIsMissing() throws IOException {
        BackupRecord made = backUp(DEFAULT);
        Files.delete(backups.resolve(StoreMarker.NAME));
        Path left = Files.createFile(backups.resolve(".safeward-77-backup"));

        beans.get(TidyBackups.class).after(new JobCleanup(77, JobKind.BACKUP, DEFAULT, true));
        assertTrue(Files.exists(left));

        beans.get(BackupStores.class).accept(backups);
        beans.get(TidyBackups.class).after(new JobCleanup(77, JobKind.BACKUP, DEFAULT, true));
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(Path.of(made.filePath())));
    }

    @Test
    void nothingIsAdoptedFromADirectoryWithoutItsMarker() throws IOException {
        backUp(DEFAULT);
        Files.delete(backups.resolve(StoreMarker.NAME));

        Fault refused =
                assertThrows(Fault.class, () -> beans.get(StrayFiles.class).withoutRecord(DEFAULT));

        assertEquals(ErrorCode.STORE_MISSING, refused.code());
    }

    private void age(BackupRecord record, int days) {
        new CatalogFile(folder.resolve("home"))
                .change(
                        "UPDATE backup_record SET completed_at = ? WHERE id = ?",
                        Instant.now().minus(days, ChronoUnit.DAYS).toEpochMilli(),
                        record.id());
    }
}
