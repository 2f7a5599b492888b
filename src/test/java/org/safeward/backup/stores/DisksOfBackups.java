package org.safeward.backup.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.WholeBackup;
import org.safeward.backup.copies.CopyFailed;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.store.StoreMarker;

/** Databases whose backups and copies lie on disks that can be taken away. */
abstract class DisksOfBackups {
    static final String DEFAULT = "default";
    static final String SHOP = "shop";

    @TempDir
    Path folder;

    Path backups;
    Path copies;
    final Map<String, String> settings = new HashMap<>();
    final List<CopyFailed> failedCopies = new ArrayList<>();
    Beans beans;

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

    void open() {
        beans = Beans.in(folder.resolve("home"), settings).observing(CopyFailed.class, failedCopies::add);
        beans.get(BackupStores.class).takeStock();
    }

    void restart() {
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

    Path unmount(Path directory, Loss loss) throws IOException {
        Path disk = folder.resolve("disk of " + directory.getFileName());
        Files.move(directory, disk);
        loss.happenTo(directory);
        return disk;
    }

    static void mount(Path disk, Path directory) throws IOException {
        if (Files.exists(directory)) {
            Files.deleteIfExists(directory.resolve(StoreMarker.NAME));
            Files.delete(directory);
        }
        Files.move(disk, directory);
    }

    BackupRecord backUp(String database) {
        return new WholeBackup(beans).of(database);
    }

    BackupRecords records() {
        return beans.get(BackupRecords.class);
    }

    static void assertRefused(BackupRecord record) {
        assertEquals(RunState.FAILED, record.status());
        assertEquals(ErrorCode.STORE_MISSING, record.errorCode());
    }

    /** All below a directory but the catalog, which is written to. */
    static List<Path> tree(Path directory) throws IOException {
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
