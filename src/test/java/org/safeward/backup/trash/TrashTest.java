package org.safeward.backup.trash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.backup.DeleteBackup;
import org.safeward.backup.WholeBackup;
import org.safeward.backup.adopt.StrayFiles;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.BackupStore;
import org.safeward.store.Trash;

/** Backups that were deleted, with a copy in a second directory each: where their files are, and how they come back or go. */
class TrashTest {
    private static final String DEFAULT = "default";

    @TempDir
    Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private Duration ahead = Duration.ZERO;
    private long free = Long.MAX_VALUE;
    private Beans beans;

    @BeforeEach
    void start() throws Exception {
        Path live = folder.resolve("live.db");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + live);
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        }
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + live);
        settings.put("safeward.backup.directory", folder.resolve("backups").toString());
        settings.put(
                "safeward.backup.second-directory", folder.resolve("copies").toString());
        open();
    }

    @AfterEach
    void close() {
        beans.close();
    }

    private void open() {
        beans = Beans.in(folder.resolve("home"), settings)
                .with(InstantSource.class, () -> Instant.now().plus(ahead))
                .with(BackupStore.class, new BackupStore() {
                    @Override
                    public long free(Path directory) {
                        return free;
                    }
                });
        beans.get(BackupStores.class).takeStock();
    }

    @Test
    void aDeletedBackupIsGoneForAllButTheTrashAndComesBackWhole() throws IOException {
        BackupRecord made = backUp();
        byte[] content = Files.readAllBytes(file(made));

        delete(made);

        assertFalse(Files.exists(file(made)) || Files.exists(copy(made)));
        assertEquals(Optional.empty(), records().find(made.id()));
        assertEquals(Optional.empty(), records().newestGood(DEFAULT));
        assertEquals(List.of(), records().ofDatabase(DEFAULT));
        assertEquals(List.of(), beans.get(StrayFiles.class).withoutFile(DEFAULT));
        assertEquals(List.of(), beans.get(StrayFiles.class).withoutRecord(DEFAULT));
        assertTrue(records().names(made.filePath()), "its name stays taken");
        assertEquals(
                ErrorCode.RECORD_NOT_FOUND,
                assertThrows(Fault.class, () -> delete(made)).code());
        assertEquals("somebody", thrown().get(0).whereabouts().trashedBy().orElseThrow());

        BackupRecord back = beans.get(BringBack.class).run(made.id());

        assertEquals(List.of(), thrown());
        assertTrue(back.pinned());
        assertEquals(Optional.empty(), back.whereabouts().trashedAt());
        assertEquals(made.filePath(), back.filePath());
        assertArrayEquals(content, Files.readAllBytes(file(made)));
        assertArrayEquals(content, Files.readAllBytes(copy(made)));
        assertEquals(made.id(), records().newestGood(DEFAULT).orElseThrow().id());
        assertEquals(List.of(), inTrash("backups"));
        beans.get(BringBack.class).run(made.id());
    }

    @Test
    void itGoesForGoodWhenItsDaysAreOver() throws IOException {
        BackupRecord made = backUp();
        delete(made);
        ahead = Duration.ofDays(7).minusMinutes(1);
        beans.get(EmptyTrash.class).run();
        assertEquals(1, thrown().size());
        assertEquals(1, inTrash("backups").size());

        ahead = Duration.ofDays(7);
        beans.get(EmptyTrash.class).run();

        assertEquals(List.of(), thrown());
        assertEquals(List.of(), inTrash("backups"));
        assertEquals(List.of(), inTrash("copies"));
        assertFalse(records().names(made.filePath()));
        assertThrows(Fault.class, () -> beans.get(BringBack.class).run(made.id()));
    }

    @Test
    void withoutATrashItGoesAtOnce() {
        settings.put("safeward.trash.days", "0");
        close();
        open();
        BackupRecord made = backUp();

        delete(made);

        assertEquals(List.of(), thrown());
        assertFalse(records().names(made.filePath()));
        assertFalse(Files.exists(folder.resolve("backups").resolve(Trash.FOLDER)));
    }

    @Test
    void whatWasChangedInTheTrashIsNoBackupAnyMore() throws IOException {
        BackupRecord made = backUp();
        delete(made);
        Files.writeString(thrown(file(made), made), "changed");
        Files.delete(thrown(copy(made), made));

        Fault refused =
                assertThrows(Fault.class, () -> beans.get(BringBack.class).run(made.id()));

        assertEquals(ErrorCode.BACKUP_DAMAGED, refused.code());
        assertEquals(1, thrown().size());
        assertFalse(Files.exists(file(made)));
    }

    @Test
    void aWholeCopyIsEnoughAndWhatIsDamagedSaysSo() throws IOException {
        BackupRecord made = backUp();
        delete(made);
        Files.writeString(thrown(file(made), made), "changed");

        BackupRecord back = beans.get(BringBack.class).run(made.id());

        assertTrue(back.check(CopyPlace.FIRST).isDamaged());
        assertFalse(back.check(CopyPlace.SECOND).isDamaged());
        assertTrue(Files.exists(copy(made)));
    }

    @Test
    void nothingIsPutOverAFileThatHasItsNameMeanwhile() throws IOException {
        BackupRecord made = backUp();
        delete(made);
        Files.writeString(file(made), "another's");

        assertThrows(Fault.class, () -> beans.get(BringBack.class).run(made.id()));
        beans.get(SettleTrash.class).run();

        assertEquals("another's", Files.readString(file(made)));
        assertEquals(1, thrown().size());
        assertTrue(Files.exists(thrown(file(made), made)));
        assertTrue(Files.exists(thrown(copy(made), made)), "what had come back is in the trash again");
    }

    /** What a server that died leaves of a move. */
    enum Left {
        COPY_MOVED,
        ALL_MOVED,
        TWO_NAMES
    }

    @ParameterizedTest
    @EnumSource(Left.class)
    void aDeletionThatNobodyNotedIsTakenBackAtTheStart(Left left) throws IOException {
        BackupRecord made = backUp();
        Files.createDirectories(thrown(file(made), made).getParent());
        Files.createDirectories(thrown(copy(made), made).getParent());
        Files.move(copy(made), thrown(copy(made), made));
        if (left == Left.ALL_MOVED) {
            Files.move(file(made), thrown(file(made), made));
        } else if (left == Left.TWO_NAMES) {
            Files.createLink(thrown(file(made), made), file(made));
        }

        beans.get(SettleTrash.class).run();

        assertTrue(Files.exists(file(made)) && Files.exists(copy(made)));
        assertEquals(List.of(), inTrash("backups"));
        assertEquals(List.of(), inTrash("copies"));
    }

    @ParameterizedTest
    @EnumSource(Left.class)
    void aWayBackThatNobodyNotedIsTakenBackAtTheStart(Left left) throws IOException {
        BackupRecord made = backUp();
        delete(made);
        Files.move(thrown(copy(made), made), copy(made));
        if (left == Left.ALL_MOVED) {
            Files.move(thrown(file(made), made), file(made));
        } else if (left == Left.TWO_NAMES) {
            Files.createLink(file(made), thrown(file(made), made));
        }

        beans.get(SettleTrash.class).run();

        assertFalse(Files.exists(file(made)) || Files.exists(copy(made)));
        assertEquals(made.id(), beans.get(BringBack.class).run(made.id()).id());
    }

    @Test
    void theOldestGiveWayToANewBackupButNoneInItsFirstDay() throws IOException {
        BackupRecord oldest = backUp();
        BackupRecord older = backUp();
        BackupRecord young = backUp();
        backUp();
        delete(oldest);
        delete(older);
        ahead = Duration.ofHours(2);
        delete(young);
        free = 1;

        ahead = Duration.ofHours(23);
        backUp();
        assertEquals(3, thrown().size(), "a session that was stolen an hour ago destroys nothing");

        ahead = Duration.ofHours(25);
        backUp();
        assertEquals(
                List.of(young.id()), thrown().stream().map(BackupRecord::id).toList());
        assertEquals(1, inTrash("backups").size());
    }

    private BackupRecord backUp() {
        return new WholeBackup(beans).of(DEFAULT);
    }

    private void delete(BackupRecord record) {
        beans.get(DeleteBackup.class).delete(record.id(), "somebody");
    }

    private BackupRecords records() {
        return beans.get(BackupRecords.class);
    }

    private List<BackupRecord> thrown() {
        return beans.get(TrashedRecords.class).all();
    }

    private static Path file(BackupRecord record) {
        return Path.of(record.filePath());
    }

    private Path copy(BackupRecord record) {
        return folder.resolve("copies").resolve(file(record).getFileName());
    }

    private static Path thrown(Path file, BackupRecord record) {
        return Trash.place(file, record.sha256());
    }

    private List<Path> inTrash(String directory) throws IOException {
        try (var files = Files.list(folder.resolve(directory).resolve(Trash.FOLDER))) {
            return files.toList();
        }
    }
}
