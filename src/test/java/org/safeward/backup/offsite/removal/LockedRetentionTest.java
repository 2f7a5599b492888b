package org.safeward.backup.offsite.removal;

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
import org.safeward.backup.WholeBackup;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.backup.retention.Retention;
import org.safeward.backup.retention.RetentionPlan;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.store.remote.s3.LockingS3;
import org.safeward.store.remote.s3.S3Server;

/** Retention by the rules of this machine, a week, with copies that are locked for longer. */
class LockedRetentionTest {
    @TempDir
    Path folder;

    private LockingS3 server;
    private CopiesByHand copies;

    @BeforeEach
    void start() throws Exception {
        Path live = folder.resolve("live.db");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + live);
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        }
        server = new LockingS3();
        copies = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.destinations",
                        "s3",
                        "safeward.destination.s3.url",
                        "s3://" + LockingS3.BUCKET + "/app",
                        "safeward.destination.s3.endpoint",
                        server.address().toString(),
                        "safeward.destination.s3.access-key",
                        "tester",
                        "safeward.destination.s3.secret-key",
                        S3Server.SECRET,
                        "safeward.destination.s3.lock",
                        "30d"));
        copies.beans().get(BackupStores.class).prepare(List.of(folder.resolve("home/backups")));
        assertEquals(7, copies.beans().get(BackupConfigs.class).of("default").retentionDays());
    }

    @AfterEach
    void close() {
        copies.close();
        server.close();
    }

    @Test
    void theFileGoesFromHereAndTheLockedCopyStaysUntilItsLockEnds() throws IOException {
        BackupRecord old = backup();
        pass(Duration.ofDays(8));
        backup();

        assertFalse(Files.exists(Path.of(old.filePath())));
        assertTrue(records().get(old.id()).whereabouts().fileRemovedAt().isPresent());
        assertEquals(CopyState.GOOD, copies.copy(old, "s3").state());
        assertEquals(Retention.Reason.LOCKED, reason(old));
        pass(Duration.ofDays(1));
        backup();
        removeCopies();
        assertEquals(CopyState.GOOD, copies.copy(old, "s3").state());

        pass(Duration.ofDays(22));
        assertEquals(Retention.Reason.TOO_OLD, reason(old));
        backup();
        removeCopies();
        assertTrue(records().find(old.id()).isEmpty());
        assertEquals(List.of(), copies.beans().get(BackupCopies.class).ofRecord(old.id()));
        assertEquals(0, server.bucket.markers());
    }

    @Test
    void whereTheLockedCopyIsNoWayBackTheFileHereStaysToo() throws IOException {
        BackupRecord old = backup();
        backup();
        copies.beans().get(BackupCopies.class).change(copies.copy(old, "s3").id(), BackupCopy::foundLying);
        pass(Duration.ofDays(8));
        assertEquals(Retention.Reason.AWAITS_DESTINATION, reason(old));
        backup();
        assertTrue(Files.exists(Path.of(old.filePath())));
        assertEquals(Optional.empty(), records().get(old.id()).whereabouts().fileRemovedAt());
    }

    @Test
    void whatIsLockedInADestinationThatTheSettingsNameNoMoreStaysAsAWhole() throws IOException {
        BackupRecord old = backup();
        backup();
        copies.startAgain(Map.of("safeward.destinations", ""));
        copies.beans().get(BackupStores.class).prepare(List.of(folder.resolve("home/backups")));
        pass(Duration.ofDays(8));
        assertEquals(Retention.Reason.LOCKED, reason(old));
        backup();
        assertTrue(Files.exists(Path.of(old.filePath())));
        pass(Duration.ofDays(23));
        assertEquals(Retention.Reason.TOO_OLD, reason(old));
    }

    /** What no lock keeps goes as ever. */
    @Test
    void aCopyWithoutALockGoesWithItsBackup() throws IOException {
        copies.startAgain(Map.of("safeward.destination.s3.lock", ""));
        copies.beans().get(BackupStores.class).prepare(List.of(folder.resolve("home/backups")));
        BackupRecord old = backup();
        backup();
        pass(Duration.ofDays(8));
        assertEquals(Retention.Reason.TOO_OLD, reason(old));
        backup();
        removeCopies();
        assertTrue(records().find(old.id()).isEmpty());
        assertEquals(2, server.bucket.lying().size(), "the newest one");
    }

    private Retention.Reason reason(BackupRecord record) {
        return copies.beans().get(RetentionPlan.class).of("default", new Retention.Rules(7, 100)).stream()
                .filter(decision -> decision.id() == record.id())
                .findFirst()
                .orElseThrow()
                .reason();
    }

    private BackupRecord backup() {
        pass(Duration.ofSeconds(5));
        BackupRecord record = new WholeBackup(copies.beans()).of("default");
        copies.look();
        return record;
    }

    private void pass(Duration time) {
        copies.pass(time);
        server.bucket.ahead = server.bucket.ahead.plus(time);
    }

    private void removeCopies() {
        Destination s3 = copies.beans().get(Destinations.class).get("s3");
        copies.beans().get(RemoveCopies.class).run(s3);
    }

    private BackupRecords records() {
        return copies.beans().get(BackupRecords.class);
    }
}
