package org.safeward.backup.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.BackupOpening;
import org.safeward.backup.WholeBackup;
import org.safeward.backup.fetch.FoundCopy;
import org.safeward.backup.fetch.NearestCopy;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Jobs;

/** Backups of a node that keeps none: when their files leave the spool, and when not. */
class SpoolTest {
    private static final String DEFAULT = "default";
    private static final int SIZE = 100_000;

    @TempDir
    Path folder;

    private CopiesByHand copies;

    @BeforeEach
    void start() throws Exception {
        Path live = folder.resolve("live.db");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + live);
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        }
        Files.createDirectory(folder.resolve("nas"));
        Files.createDirectory(folder.resolve("vault"));
        copies = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.backup.local",
                        "false",
                        "safeward.destinations",
                        "nas,vault",
                        "safeward.destination.nas.url",
                        "file://" + folder.resolve("nas"),
                        "safeward.destination.vault.url",
                        "file://" + folder.resolve("vault")));
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void aBackupLeavesTheSpoolOnceItsDestinationsHaveItAndComesBackFromThere() throws IOException {
        BackupRecord made = new WholeBackup(copies.beans()).of(DEFAULT);
        assertEquals(RunState.COMPLETED, made.status(), made::failureReason);
        Path file = made.file().orElseThrow();
        assertEquals(folder.resolve("home/spool"), file.getParent());

        copies.look();

        BackupRecord left = again(made);
        assertFalse(Files.exists(file));
        assertEquals(Optional.empty(), left.file());
        assertEquals(
                copies.beans().get(Destinations.class).get("nas").address() + "/default-" + file.getFileName(),
                left.filePath());
        assertEquals(made.id(), newestGood().orElseThrow().id());
        assertEquals(made.sha256(), FileSum.sha256(fetched(left), () -> {}));
    }

    @Test
    void whileOneDestinationIsDownTheFileStays() throws IOException {
        Files.delete(folder.resolve("vault"));
        BackupRecord made = copies.backup("backup_1.sql.zip", SIZE);

        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(made, "nas").state());
        assertTrue(Files.exists(again(made).file().orElseThrow()));

        Files.createDirectory(folder.resolve("vault"));
        copies.pass(Duration.ofHours(6));
        copies.look();
        assertEquals(Optional.empty(), again(made).file());
        assertFalse(Files.exists(made.file().orElseThrow()));
    }

    @Test
    void aCopyThatIsNotGoodAnyMoreKeepsTheFile() throws IOException {
        Files.delete(folder.resolve("vault"));
        BackupRecord made = copies.backup("backup_1.sql.zip", SIZE);
        copies.look();
        Files.createDirectory(folder.resolve("vault"));
        BackupCopies rows = copies.beans().get(BackupCopies.class);
        rows.change(copies.copy(made, "vault").id(), row -> row.foundGood(copies.now()));
        rows.change(
                copies.copy(made, "nas").id(),
                row -> row.foundDamaged(new Fault(ErrorCode.BACKUP_DAMAGED, "nas"), copies.now()));

        assertFalse(copies.beans().get(LeaveSpool.class).leave(made.id()));
        assertTrue(Files.exists(made.file().orElseThrow()));
    }

    @Test
    void whatAJobReadsStays() throws IOException {
        BackupRecord made = copies.backup("backup_1.sql.zip", SIZE);
        var reading = copies.beans()
                .get(BackupOpening.class)
                .open(DEFAULT, BackupOrigin.REQUEST, "", "")
                .job();
        copies.beans().get(Jobs.class).change(reading.job().id(), job -> job.concern(made.id()));
        copies.look();

        assertEquals(CopyState.GOOD, copies.copy(made, "vault").state());
        assertTrue(Files.exists(again(made).file().orElseThrow()));
    }

    @Test
    void aFullSpoolFailsTheNextBackupNamesTheDestinationAndRemovesNothing() throws IOException {
        Files.delete(folder.resolve("vault"));
        BackupRecord waiting = new WholeBackup(copies.beans()).of(DEFAULT);
        copies.startAgain(Map.of("safeward.spool.max-size", "" + waiting.fileSize()));
        copies.look();

        BackupRecord refused = new WholeBackup(copies.beans()).of(DEFAULT);

        assertEquals(RunState.FAILED, refused.status());
        assertEquals(ErrorCode.SPOOL_FULL, refused.errorCode());
        assertEquals(507, ErrorCode.SPOOL_FULL.httpStatus());
        assertEquals("vault", refused.errorArguments().get(0));
        assertTrue(Files.exists(waiting.file().orElseThrow()));

        Files.createDirectory(folder.resolve("vault"));
        copies.pass(Duration.ofHours(6));
        copies.look();
        assertEquals(Optional.empty(), again(waiting).file());
        BackupRecord next = new WholeBackup(copies.beans()).of(DEFAULT);
        assertEquals(RunState.COMPLETED, next.status(), next::failureReason);
    }

    @Test
    void aServerThatDiesBetweenTheFileAndItsRecordPutsThemTogetherAtTheStart() throws IOException {
        Files.delete(folder.resolve("vault"));
        BackupRecord made = copies.backup("backup_1.sql.zip", SIZE);
        copies.look();
        copies.beans().get(BackupCopies.class).change(copies.copy(made, "vault").id(), row -> {
            row.named("default-backup_1.sql.zip", SIZE, made.sha256());
            row.foundGood(copies.now());
        });
        Files.delete(made.file().orElseThrow());

        copies.startAgain(Map.of());
        copies.look();

        assertTrue(again(made).whereabouts().fileRemovedAt().isPresent());
        assertEquals(made.sha256(), FileSum.sha256(fetched(again(made)), () -> {}));
    }

    @Test
    void aBackupWithoutAnyGoodCopyIsNotTheNewestGoodOne() throws IOException {
        BackupRecord made = copies.backup("backup_1.sql.zip", SIZE);
        copies.look();
        Fault gone = new Fault(ErrorCode.BACKUP_FILE_MISSING, "there");
        BackupCopies rows = copies.beans().get(BackupCopies.class);
        rows.change(copies.copy(made, "nas").id(), row -> row.foundDamaged(gone, copies.now()));
        assertEquals(made.id(), newestGood().orElseThrow().id());

        rows.change(copies.copy(made, "vault").id(), row -> row.foundDamaged(gone, copies.now()));
        assertTrue(newestGood().isEmpty());
    }

    @Test
    void aSafetyBackupStaysUntilTheNextGoodBackupEndsItsUndo() throws IOException {
        BackupRecord safety = copies.backup("safety.sql.zip", SIZE, BackupOrigin.SAFETY);
        copies.look();
        assertTrue(Files.exists(again(safety).file().orElseThrow()));
        assertEquals(List.of(), copies.beans().get(BackupCopies.class).ofRecord(safety.id()));

        new WholeBackup(copies.beans()).of(DEFAULT);

        assertTrue(records().find(safety.id()).isEmpty());
        assertFalse(Files.exists(safety.file().orElseThrow()));
    }

    @Test
    void aDamagedCopyAndANewDestinationAreFilledFromAnother() throws IOException {
        BackupRecord made = copies.backup("backup_1.sql.zip", SIZE);
        copies.look();
        copies.pass(Duration.ofDays(1));
        Path third = Files.createDirectory(folder.resolve("third"));
        copies.startAgain(Map.of(
                "safeward.destinations", "nas,vault,third", "safeward.destination.third.url", "file://" + third));
        var known = copies.beans().get(KnownDestinations.class);
        known.change(copies.beans().get(Destinations.class).get("third"), KnownDestination::fillUp);
        Files.delete(folder.resolve("nas/default-backup_1.sql.zip"));
        copies.beans()
                .get(BackupCopies.class)
                .change(
                        copies.copy(made, "nas").id(),
                        row -> row.foundDamaged(new Fault(ErrorCode.BACKUP_FILE_MISSING, "nas"), copies.now()));

        copies.look();

        assertEquals(CopyState.GOOD, copies.copy(made, "nas").state());
        assertEquals(CopyState.GOOD, copies.copy(made, "third").state());
        assertEquals(
                Optional.of("default-backup_1.sql.zip"),
                copies.copy(made, "third").name());
        assertEquals(made.sha256(), FileSum.sha256(third.resolve("default-backup_1.sql.zip"), () -> {}));
    }

    private Path fetched(BackupRecord record) throws IOException {
        try (FoundCopy found = copies.beans()
                .get(NearestCopy.class)
                .find(record, (file, sum) -> new Fault(ErrorCode.BACKUP_DAMAGED, file), Work.UNWATCHED)) {
            return found.file();
        }
    }

    private BackupRecord again(BackupRecord record) {
        return records().get(record.id());
    }

    private Optional<BackupRecord> newestGood() {
        return records().newestGood(DEFAULT);
    }

    private BackupRecords records() {
        return copies.beans().get(BackupRecords.class);
    }
}
