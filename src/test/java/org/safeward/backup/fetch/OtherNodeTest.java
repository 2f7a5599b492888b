package org.safeward.backup.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.RemoveBackup;
import org.safeward.backup.WholeBackup;
import org.safeward.backup.adopt.StrayFiles;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.RunState;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destinations;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fixture.SmallDatabase;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.WholeFile;

/** Two nodes that share a catalog in PostgreSQL and a destination, and no disk. */
@NeedsPostgres
@ExtendWith(PostgresServer.Shared.class)
class OtherNodeTest {
    private static final String CATALOG = "nodes_without_a_disk";

    @TempDir
    Path folder;

    private PostgresServer postgres;
    private Beans ours;
    private Beans theirs;
    private BackupRecord record;

    @BeforeEach
    void oneMakesABackup(PostgresServer shared) throws IOException {
        postgres = shared;
        postgres.drop(CATALOG);
        postgres.sql("postgres", "CREATE DATABASE " + CATALOG);
        SmallDatabase.create(folder.resolve("live.db"));
        Files.createDirectories(folder.resolve("common"));
        theirs = node("theirs");
        ours = node("ours");
        record = new WholeBackup(theirs).of("default");
        assertEquals(RunState.COMPLETED, record.status());
    }

    private Beans node(String name) {
        return Beans.in(
                folder.resolve(name),
                Map.of(
                        "safeward.catalog.url",
                        "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + CATALOG,
                        "safeward.catalog.user",
                        PostgresServer.SUPERUSER,
                        "safeward.catalog.password",
                        PostgresServer.PASSWORD,
                        "safeward.node.name",
                        name,
                        "safeward.database.default.url",
                        "jdbc:sqlite:" + folder.resolve("live.db"),
                        "safeward.destinations",
                        "common",
                        "safeward.destination.common.url",
                        "file://" + folder.resolve("common")));
    }

    @AfterEach
    void close() {
        ours.close();
        theirs.close();
        postgres.drop(CATALOG);
    }

    @Test
    void theOtherOneSaysWhoHasIt() {
        Fault elsewhere = assertThrows(Fault.class, () -> onAnotherMachine(() -> find(ours)));
        assertEquals(ErrorCode.BACKUP_ON_OTHER_NODE, elsewhere.code());
        assertEquals(List.of("theirs", record.filePath()), elsewhere.arguments());
        assertFalse(row().check(CopyPlace.FIRST).isDamaged(), "it is where it should be");
    }

    @Test
    void nobodyCallsItLostOrItsDirectoryMissing() throws IOException {
        onAnotherMachine(() -> {
            assertEquals(List.of(), ours.get(StrayFiles.class).withoutFile("default"));
            assertEquals(List.of(), ours.get(BackupStores.class).lacking("default"));
            return null;
        });
        Files.delete(Path.of(record.filePath()));
        assertEquals(List.of(record.id()), theirs.get(StrayFiles.class).withoutFile("default"), "whose disk it is");
        assertEquals(List.of(), ours.get(StrayFiles.class).withoutFile("default"));
    }

    @Test
    void theOtherOneDoesNotRemoveARecordWhoseFileWouldStay() {
        Fault refused = assertThrows(
                Fault.class,
                () -> onAnotherMachine(() -> {
                    ours.get(RemoveBackup.class).remove(record.id(), "test");
                    return null;
                }));
        assertEquals(ErrorCode.BACKUP_ON_OTHER_NODE, refused.code());
        theirs.get(RemoveBackup.class).remove(record.id(), "test");
        assertFalse(Files.exists(Path.of(record.filePath())));
    }

    @Test
    void theOtherOneFetchesItFromADestination() throws IOException {
        WholeFile file = WholeFile.read(Path.of(record.filePath()));
        theirs.get(Destinations.class).get("common").store().put("default-one", file, Progress.NONE);
        BackupCopies copies = theirs.get(BackupCopies.class);
        long copy = copies.add(new BackupCopy(record.id(), "common", false, Instant.now()))
                .id();
        copies.change(copy, row -> {
            row.named("default-one", file.size(), file.sha256());
            row.foundGood(Instant.now());
        });
        try (FoundCopy found = onAnotherMachine(() -> find(ours))) {
            assertEquals(-1, Files.mismatch(found.file(), file.path()));
            assertTrue(found.file().startsWith(folder.resolve("ours")));
            assertEquals(
                    ErrorCode.BACKUP_ON_OTHER_NODE,
                    found.passedOver().get(0).reason().code());
        }
        try (FoundCopy found = find(theirs)) {
            assertEquals(file.path(), found.file());
        }
    }

    /** Where the disk of the other one is not. */
    private <T> T onAnotherMachine(Callable<T> what) {
        Path disk = folder.resolve("theirs/backups");
        Path unseen = folder.resolve("unseen");
        try {
            Files.move(disk, unseen);
            try {
                return what.call();
            } finally {
                Files.move(unseen, disk);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private FoundCopy find(Beans node) throws IOException {
        return node.get(NearestCopy.class)
                .find(
                        node.get(BackupRecords.class).get(record.id()),
                        (file, sum) -> new Fault(ErrorCode.BACKUP_DAMAGED, sum),
                        Work.UNWATCHED);
    }

    private BackupRecord row() {
        return ours.get(BackupRecords.class).get(record.id());
    }
}
