package org.safeward.backup.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.beans.Beans;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.RunState;
import org.safeward.store.StoreMarker;

/** Which directory is taken for a disk of backups, from when on, and who says so. */
class StoreMarkersTest extends DisksOfBackups {
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

    private void beforeThereWereMarkers() throws IOException {
        new CatalogFile(folder.resolve("home")).change("DELETE FROM backup_store");
        for (Path file : tree(folder)) {
            if (file.endsWith(StoreMarker.NAME)) {
                Files.delete(file);
            }
        }
    }
}
