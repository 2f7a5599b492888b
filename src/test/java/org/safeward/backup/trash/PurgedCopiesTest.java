package org.safeward.backup.trash;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.DeleteBackup;
import org.safeward.backup.WholeBackup;
import org.safeward.backup.retention.Retention;
import org.safeward.backup.retention.RetentionPlan;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;

/** A backup with a copy in a destination, which is a directory here: what becomes of the copy when the backup goes. */
class PurgedCopiesTest {
    private static final String DEFAULT = "default";
    private static final String NAME = "default-backup.sql.zip";

    @TempDir
    Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private Duration ahead = Duration.ZERO;
    private Path nas;
    private Beans beans;

    @BeforeEach
    void start() throws Exception {
        Path live = folder.resolve("live.db");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + live);
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        }
        nas = Files.createDirectory(folder.resolve("nas"));
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + live);
        settings.put("safeward.backup.directory", folder.resolve("backups").toString());
        settings.put("safeward.destinations", "nas");
        settings.put("safeward.destination.nas.url", nas.toUri().toString());
        open();
    }

    @AfterEach
    void close() {
        beans.close();
    }

    private void open() {
        beans = Beans.in(folder.resolve("home"), settings)
                .with(InstantSource.class, () -> Instant.now().plus(ahead));
        beans.get(BackupStores.class).takeStock();
    }

    @Test
    void aCopyStaysWhileItsBackupIsInTheTrashAndIsToGoWithIt() throws IOException {
        BackupRecord made = copied();

        delete(made);
        assertEquals(CopyState.GOOD, copy(made).state());
        beans.get(BringBack.class).run(made.id());
        assertEquals(CopyState.GOOD, copy(made).state());

        delete(made);
        ahead = Duration.ofDays(8);
        beans.get(EmptyTrash.class).run();
        assertEquals(CopyState.DELETING, copy(made).state());
        assertTrue(thrown().get(0).whereabouts().isDeleting());
        assertFalse(Files.exists(Path.of(made.filePath())));
        assertEquals(
                ErrorCode.RECORD_NOT_FOUND,
                assertThrows(Fault.class, () -> beans.get(BringBack.class).run(made.id()))
                        .code());

        beans.get(EmptyTrash.class).run();
        assertEquals(1, thrown().size(), "until the place has let go of it");
    }

    @Test
    void aLockedCopyKeepsTheWholeBackup() throws IOException {
        BackupRecord made = copied();
        Instant until = Instant.now().plus(Duration.ofDays(30));
        FileLock lock = new FileLock(Optional.of(until), Optional.of(FileLock.Mode.GOVERNANCE), false);
        beans.get(BackupCopies.class).change(copy(made).id(), row -> row.locked(lock));

        Fault refused = assertThrows(Fault.class, () -> delete(made));

        assertEquals(ErrorCode.COPY_LOCKED, refused.code());
        assertEquals("nas", refused.arguments().get(0));
        assertTrue(Files.exists(Path.of(made.filePath())));
        assertTrue(beans.get(BackupRecords.class).find(made.id()).isPresent());
        ahead = Duration.ofDays(31);
        delete(made);
        assertEquals(1, thrown().size());
    }

    @Test
    void aCopyThatWasNeverBegunLeavesNothing() throws IOException {
        BackupRecord made = new WholeBackup(beans).of(DEFAULT);
        beans.get(BackupCopies.class).add(new BackupCopy(made.id(), "nas", false, Instant.now()));

        delete(made);
        ahead = Duration.ofDays(8);
        beans.get(EmptyTrash.class).run();

        assertEquals(List.of(), thrown());
    }

    @Test
    void aBackupWhoseFileWasLostInTheTrashIsBroughtBackForItsGoodCopy() throws IOException {
        BackupRecord made = copied();
        delete(made);
        Files.delete(TrashedFiles.place(made, CopyPlace.FIRST));

        BackupRecord back = beans.get(BringBack.class).run(made.id());

        assertTrue(back.check(CopyPlace.FIRST).isDamaged());
        assertEquals(CopyState.GOOD, copy(made).state());
    }

    @Test
    void aBackupWhoseFileWasLostIsAsGoodAsItsCopy() throws IOException {
        BackupRecord made = copied();
        Files.delete(Path.of(made.filePath()));
        BackupRecord newer = new WholeBackup(beans).of(DEFAULT);
        Files.delete(Path.of(newer.filePath()));
        ahead = Duration.ofDays(30);

        Map<Long, Boolean> removes = beans.get(RetentionPlan.class).of(DEFAULT, new Retention.Rules(7, 3)).stream()
                .collect(Collectors.toMap(
                        Retention.Decision::id, decision -> decision.reason().removes()));

        assertEquals(false, removes.get(made.id()), "the only one that anybody can restore");
    }

    private BackupRecord copied() throws IOException {
        BackupRecord made = new WholeBackup(beans).of(DEFAULT);
        BackupCopy copy = new BackupCopy(made.id(), "nas", false, Instant.now());
        copy.named(NAME, made.fileSize(), made.sha256());
        copy.foundGood(Instant.now());
        beans.get(BackupCopies.class).add(copy);
        return made;
    }

    private void delete(BackupRecord record) {
        beans.get(DeleteBackup.class).delete(record.id(), "somebody");
    }

    private BackupCopy copy(BackupRecord record) {
        return beans.get(BackupCopies.class).ofRecord(record.id()).get(0);
    }

    private List<BackupRecord> thrown() {
        return beans.get(TrashedRecords.class).all();
    }
}
