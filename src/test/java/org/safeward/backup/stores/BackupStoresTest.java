package org.safeward.backup.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.backup.RemoveBackup;
import org.safeward.backup.TidyBackups;
import org.safeward.backup.WholeBackup;
import org.safeward.backup.adopt.StrayFiles;
import org.safeward.backup.copies.CopyFailed;
import org.safeward.backup.retention.Retention;
import org.safeward.backup.retention.RetentionPlan;
import org.safeward.beans.Beans;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobCleanup;
import org.safeward.jobs.record.JobKind;
import org.safeward.store.StoreMarker;

/** A disk that is not mounted: its directory is an empty one, or gone, or another disk's. */
class BackupStoresTest {
    private static final String DEFAULT = "default";
    private static final String SHOP = "shop";

    @TempDir
    Path folder;

    private Path backups;
    private Path copies;
    private final Map<String, String> settings = new HashMap<>();
    private final List<CopyFailed> failedCopies = new ArrayList<>();
    private Beans beans;

    @BeforeEach
    void start() throws Exception {
        backups = folder.resolve("backups");
        copies = folder.resolve("copies");
        settings.put("safeward.backup.directory", backups.toString());
        settings.put("safeward.databases", "default,shop");
        for (String name : List.of(DEFAULT, SHOP)) {
            Path file = folder.resolve(name + ".db");
            try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                    var statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TABLE t (x); INSERT INTO t VALUES ('" + name + "')");
            }
            settings.put("safeward.database." + name + ".url", "jdbc:sqlite:" + file);
        }
        open();
    }

    @AfterEach
    void close() {
        beans.close();
    }

    private void open() {
        beans = Beans.in(folder.resolve("home"), settings).observing(CopyFailed.class, failedCopies::add);
        beans.get(BackupStores.class).takeStock();
    }

    private void restart() {
        beans.close();
        open();
    }

    /** How a mounted disk goes away, as its directory looks afterwards. */
    enum Loss {
        EMPTY_MOUNT_POINT {
            @Override
            void happenTo(Path directory) throws IOException {
                Files.createDirectory(directory);
            }
        },
        DIRECTORY_GONE {
            @Override
            void happenTo(Path directory) {}
        },
        ANOTHER_DISK {
            @Override
            void happenTo(Path directory) throws IOException {
                Files.createDirectory(directory);
                StoreMarker.write(directory);
            }
        },
        MARKER_TORN_BY_A_POWER_CUT {
            @Override
            void happenTo(Path directory) throws IOException {
                Files.createDirectory(directory);
                Files.createFile(directory.resolve(StoreMarker.NAME));
            }
        };

        abstract void happenTo(Path directory) throws IOException;
    }

    private Path unmount(Path directory, Loss loss) throws IOException {
        Path disk = folder.resolve("disk of " + directory.getFileName());
        Files.move(directory, disk);
        loss.happenTo(directory);
        return disk;
    }

    private static void mount(Path disk, Path directory) throws IOException {
        if (Files.exists(directory)) {
            Files.deleteIfExists(directory.resolve(StoreMarker.NAME));
            Files.delete(directory);
        }
        Files.move(disk, directory);
    }

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

    @ParameterizedTest
    @EnumSource(Loss.class)
    void whatAnAdministratorAcceptsIsUsedFromThenOn(Loss loss) throws IOException {
        backUp(DEFAULT);
        Path disk = unmount(backups, loss);
        assertRefused(backUp(DEFAULT));

        beans.get(BackupStores.class).accept(backups);

        assertEquals(RunState.COMPLETED, backUp(DEFAULT).status());
        // And the old disk is the wrong one now.
        Files.move(backups, folder.resolve("new disk"));
        Files.move(disk, backups);
        assertRefused(backUp(DEFAULT));
    }

    /** The directory of an earlier setting, on a disk that will not come back. */
    @Test
    void aDirectoryThatNobodyUsesAnyMoreIsForgotten() throws IOException {
        backUp(DEFAULT);
        unmount(backups, Loss.DIRECTORY_GONE);
        settings.put("safeward.backup.directory", folder.resolve("elsewhere").toString());
        restart();
        assertEquals(1, beans.get(BackupStores.class).lacking(DEFAULT).size());

        beans.get(BackupStores.class).accept(backups);

        assertEquals(List.of(), beans.get(BackupStores.class).lacking(DEFAULT));
        assertFalse(Files.exists(backups));
    }

    @Test
    void theFirstStartAfterAnUpdateMarksWhatHoldsOurFiles() throws IOException {
        settings.put("safeward.backup.second-directory", copies.toString());
        restart();
        backUp(DEFAULT);
        backUp(SHOP);
        beforeThereWereMarkers();

        restart();

        for (String name : List.of("backups", "backups/shop", "copies", "copies/shop")) {
            assertTrue(Files.exists(folder.resolve(name).resolve(StoreMarker.NAME)), name);
        }
        assertEquals(List.of(), beans.get(BackupStores.class).lacking(DEFAULT));
        assertEquals(List.of(), beans.get(BackupStores.class).lacking(SHOP));
        assertEquals(RunState.COMPLETED, backUp(SHOP).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"backups", "backups/shop", "copies", "copies/shop"})
    void theFirstStartAfterAnUpdateDoesNotTakeAnEmptyMountPoint(String name) throws IOException {
        settings.put("safeward.backup.second-directory", copies.toString());
        restart();
        backUp(SHOP);
        beforeThereWereMarkers();
        Path disk = unmount(folder.resolve(name), Loss.EMPTY_MOUNT_POINT);

        restart();
        restart();

        assertFalse(beans.get(BackupStores.class).inOrder(SHOP));
        assertEquals(List.of(), tree(folder.resolve(name)));
        BackupRecord made = backUp(SHOP);
        assertEquals(List.of(), tree(folder.resolve(name)));
        assertNotEquals(
                name.startsWith("backups"), made.status() == RunState.COMPLETED, "without its copy it is a backup");
        mount(disk, folder.resolve(name));
        assertTrue(beans.get(BackupStores.class).inOrder(SHOP));
    }

    /** With a catalog that knows of markers, a second directory without one is a new one. */
    @Test
    void aSecondDirectoryThatIsSetLaterIsTaken() {
        backUp(DEFAULT);
        settings.put("safeward.backup.second-directory", copies.toString());
        restart();

        BackupRecord made = backUp(DEFAULT);

        assertTrue(Files.exists(copies.resolve(Path.of(made.filePath()).getFileName())));
    }

    /** As two nodes have it, or two Safewards with one second directory. */
    @Test
    void whoeverComesToAMarkedDirectoryTakesItsMarker() throws IOException {
        backUp(DEFAULT);
        String id = StoreMarker.read(backups).orElseThrow();
        beans.close();
        beans = Beans.in(folder.resolve("another home"), settings);

        assertEquals(RunState.COMPLETED, backUp(DEFAULT).status());

        assertEquals(id, StoreMarker.read(backups).orElseThrow());
    }

    private BackupRecord backUp(String database) {
        return new WholeBackup(beans).of(database);
    }

    private BackupRecords records() {
        return beans.get(BackupRecords.class);
    }

    private static void assertRefused(BackupRecord record) {
        assertEquals(RunState.FAILED, record.status());
        assertEquals(ErrorCode.STORE_MISSING, record.errorCode());
    }

    private void age(BackupRecord record, int days) {
        new CatalogFile(folder.resolve("home"))
                .change(
                        "UPDATE backup_record SET completed_at = ? WHERE id = ?",
                        Instant.now().minus(days, ChronoUnit.DAYS).toEpochMilli(),
                        record.id());
    }

    private void beforeThereWereMarkers() throws IOException {
        new CatalogFile(folder.resolve("home")).change("DELETE FROM backup_store");
        for (Path file : tree(folder)) {
            if (file.endsWith(StoreMarker.NAME)) {
                Files.delete(file);
            }
        }
    }

    /** All below a directory but the catalog, which is written to. */
    private static List<Path> tree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory))
                    .filter(file -> !file.toString().contains("/home"))
                    .sorted()
                    .toList();
        }
    }
}
