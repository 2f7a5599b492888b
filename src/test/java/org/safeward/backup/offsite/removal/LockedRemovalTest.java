package org.safeward.backup.offsite.removal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.RemoveBackup;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.s3.LockingS3;
import org.safeward.store.remote.s3.S3Server;

/** Backups that are deleted while their copies are locked, or held. */
class LockedRemovalTest {
    private static final String NAME = "backup_1.sql.zip";
    private static final String KEY = "app/default-" + NAME;
    private static final String MANIFEST = KEY + ".manifest.json";

    @TempDir
    Path folder;

    private LockingS3 server;
    private CopiesByHand copies;

    @BeforeEach
    void start() throws IOException {
        server = new LockingS3();
    }

    @AfterEach
    void close() {
        copies.close();
        server.close();
    }

    private void open(String lock) {
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
                        lock));
        copies.beans().get(BackupStores.class).prepare(List.of(folder.resolve("home/backups")));
    }

    @Test
    void nothingGoesBeforeTheLockHasEndedAndThenAllOfIt() throws IOException {
        open("30d");
        BackupRecord record = copied(NAME);
        int asked = server.asked.size();

        Fault refused = assertThrows(Fault.class, () -> delete(record));
        assertEquals(ErrorCode.COPY_LOCKED, refused.code());
        assertEquals(
                copies.copy(record, "s3").lockedUntil().orElseThrow().toString(),
                refused.arguments().get(1));
        assertTrue(Files.exists(Path.of(record.filePath())));
        assertEquals(asked, server.asked.size());

        pass(Duration.ofDays(31));
        delete(record);
        remove();
        assertEquals(List.of(), server.bucket.lying());
        assertEquals(0, server.bucket.markers());
        assertEquals("0", records(record));
    }

    @Test
    void theVersionsThatWeWroteGoAndNoOthers() throws IOException {
        open("");
        BackupRecord record = copied(NAME);
        server.bucket.overwrite(KEY, "theirs".getBytes(StandardCharsets.UTF_8), record.sha256());
        server.bucket.overwrite(MANIFEST, "theirs".getBytes(StandardCharsets.UTF_8), null);

        delete(record);
        remove();

        assertEquals(List.of(KEY, MANIFEST), server.bucket.lying());
        assertEquals("theirs", server.bucket.text(KEY));
        assertEquals("theirs", server.bucket.text(MANIFEST));
        assertEquals("0", records(record));
    }

    @Test
    void aLegalHoldIsNoFailureAndKeepsNoOtherCopy() throws IOException {
        open("");
        BackupRecord other = copied("backup_0.sql.zip");
        BackupRecord record = copied(NAME);
        server.bucket.hold(KEY, true);
        delete(record);
        delete(other);
        remove();

        BackupCopy held = copies.copy(record, "s3");
        assertEquals(CopyState.DELETING, held.state());
        assertEquals(ErrorCode.COPY_LOCKED, held.errorCode());
        assertEquals(List.of("s3", "legal hold"), held.errorArguments());
        assertEquals(
                List.of(KEY, MANIFEST), server.bucket.lying(), "with its manifest, without which it would be none");
        assertEquals("0", records(other));
        assertEquals(
                Optional.empty(),
                copies.beans().get(KnownDestinations.class).get(s3()).failedAt());

        int asked = server.asked.size();
        remove();
        assertEquals(asked, server.asked.size(), "not each minute");
        server.bucket.hold(KEY, false);
        pass(Duration.ofHours(6));
        remove();
        assertEquals(List.of(), server.bucket.lying());
        assertEquals("0", records(record));
    }

    @Test
    void aLockThatSomebodyHasMadeLongerIsWaitedFor() throws IOException {
        open("1d");
        BackupRecord record = copied(NAME);
        pass(Duration.ofHours(20));
        Instant longer = copies.now().plus(Duration.ofDays(3)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        server.bucket.extend(MANIFEST, longer);
        pass(Duration.ofHours(10));
        delete(record);
        remove();

        BackupCopy kept = copies.copy(record, "s3");
        assertEquals(ErrorCode.COPY_LOCKED, kept.errorCode());
        assertEquals(Optional.of(longer), kept.lockedUntil());
        assertEquals(List.of(KEY, MANIFEST), server.bucket.lying());

        pass(Duration.ofDays(3));
        remove();
        assertEquals(List.of(), server.bucket.lying());
        assertEquals("0", records(record));
    }

    private BackupRecord copied(String name) throws IOException {
        BackupRecord record = copies.backup(name, 5000);
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(record, "s3").state());
        return record;
    }

    private void pass(Duration time) {
        copies.pass(time);
        server.bucket.ahead = server.bucket.ahead.plus(time);
    }

    private void delete(BackupRecord record) {
        copies.beans().get(RemoveBackup.class).expire(record.id(), true);
    }

    private void remove() {
        copies.beans().get(RemoveCopies.class).run(s3());
    }

    private Destination s3() {
        return copies.beans().get(Destinations.class).get("s3");
    }

    private String records(BackupRecord record) {
        return new CatalogFile(folder.resolve("home"))
                .ask("SELECT count(*) FROM backup_record WHERE id = ?", record.id());
    }
}
