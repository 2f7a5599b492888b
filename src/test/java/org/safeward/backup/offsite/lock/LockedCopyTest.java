package org.safeward.backup.offsite.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Warning;
import org.safeward.jobs.record.Jobs;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.s3.LockingS3;

/** Copies that shall be locked by their bucket. */
class LockedCopyTest extends CopiesInABucket {
    @Test
    void theVersionThatWasReadBackIsLockedBeforeItsManifestMakesItACopy() throws IOException {
        open(Map.of("safeward.destination.s3.lock", "30d", "safeward.destination.s3.lock-mode", "COMPLIANCE"));
        BackupRecord record = copies.backup(NAME, 5000);
        copies.look();

        BackupCopy copy = copies.copy(record, "s3");
        assertEquals(CopyState.GOOD, copy.state());
        assertEquals(Optional.empty(), copy.lockFault());
        assertEquals(Optional.of(FileLock.Mode.COMPLIANCE), copy.lockMode());
        Instant until = copy.lockedUntil().orElseThrow();
        assertTrue(Duration.between(copies.now(), until).minusDays(30).abs().toMinutes() < 2, until.toString());
        for (String key : List.of(KEY, MANIFEST)) {
            assertEquals(Optional.of("COMPLIANCE"), server.bucket.mode(key));
            assertTrue(server.bucket.until(key).isPresent(), key);
        }
        assertEquals(server.bucket.until(MANIFEST), copy.lockedUntil(), "neither goes before both may");
        assertTrue(copy.versionId().isPresent() && copy.manifestVersionId().isPresent());
        int read = server.asked.lastIndexOf("GET " + KEY + "?versionId");
        int locked = server.asked.indexOf("PUT " + KEY + "?retention&versionId");
        int manifest = server.asked.indexOf("PUT " + MANIFEST + "?");
        assertTrue(0 < read && read < locked && locked < manifest, server.asked.toString());
    }

    @Test
    void whereNothingCanBeLockedCopiesAreGoodAndSayThatTheyAreNot() throws IOException {
        server.bucket.locks = false;
        openLocked();
        BackupRecord record = copies.backup(NAME, 5000);
        copies.look();
        BackupCopy copy = copies.copy(record, "s3");
        assertEquals(CopyState.GOOD, copy.state());
        assertEquals(
                ErrorCode.DESTINATION_UNLOCKED, copy.lockFault().orElseThrow().code());
        assertEquals(Optional.empty(), copy.lockedUntil());
        assertEquals(List.of(ErrorCode.DESTINATION_UNLOCKED), reasonsTold());
        assertEquals(
                List.of("COPY_NOT_LOCKED"),
                copies.beans().get(Jobs.class).newest(0, 1).get(0).warnings().stream()
                        .map(Warning::code)
                        .toList());
        copies.backup("backup_2.sql.zip", 5000);
        copies.look();
        assertEquals(1, copies.told.size(), "of the first one of a row");

        LockStanding standing = copies.beans().get(LockStanding.class);
        assertEquals(2, standing.of(s3()).unlocked());
        standing.ask(s3());
        assertTrue(
                standing.of(s3()).fault().orElseThrow().getMessage().contains("ObjectLockConfigurationNotFoundError"));

        again();
        server.bucket.locks = true;
        int asked = server.asked.size();
        again();
        assertEquals(asked, server.asked.size(), "not before its time");
        copies.pass(Duration.ofHours(6));
        again();
        standing.ask(s3());
        assertEquals(Optional.empty(), standing.of(s3()).fault());
        copy = copies.copy(record, "s3");
        assertEquals(Optional.empty(), copy.lockFault());
        assertEquals(server.bucket.until(MANIFEST), copy.lockedUntil());
        assertEquals(0, standing.of(s3()).unlocked());
    }

    /** As some services do right after a put. */
    @Test
    void aLockThatIsRefusedOnceIsSetAMinuteLater() throws IOException {
        server.bucket.denied.add("PutObjectRetention");
        openLocked();
        BackupRecord record = copies.backup(NAME, 5000);
        copies.look();
        assertTrue(
                copies.copy(record, "s3").lockFault().orElseThrow().getMessage().contains("AccessDenied"));
        server.bucket.denied.clear();
        again();
        assertEquals(Optional.empty(), copies.copy(record, "s3").lockFault());
        assertTrue(copies.copy(record, "s3").lockedUntil().isPresent());
    }

    @Test
    void oneThatIsGoneKeepsNoOtherFromBeingLocked() throws IOException {
        server.bucket.denied.add("PutObjectRetention");
        openLocked();
        BackupRecord older = copies.backup("backup_0.sql.zip", 5000);
        BackupRecord gone = copies.backup(NAME, 5000);
        copies.look();
        server.bucket.denied.clear();
        server.bucket.lose(KEY);
        again();
        assertTrue(copies.copy(gone, "s3").lockFault().isPresent());
        assertEquals(Optional.empty(), copies.copy(older, "s3").lockFault());
    }

    @Test
    void aLockThatIsNotWantedAnyMoreIsNotMissed() throws IOException {
        server.bucket.locks = false;
        openLocked();
        BackupRecord record = copies.backup(NAME, 5000);
        copies.look();
        copies.startAgain(Map.of("safeward.destination.s3.lock", ""));
        again();
        assertEquals(Optional.empty(), copies.copy(record, "s3").lockFault());
    }

    @Test
    void aDestinationThatIsAnotherPlaceNowKnowsNoLocksOfTheFormer() throws IOException {
        openLocked();
        BackupRecord record = copies.backup(NAME, 5000);
        copies.look();
        copies.startAgain(Map.of("safeward.destination.s3.url", "s3://" + LockingS3.BUCKET + "/other"));
        copies.beans().get(KnownDestinations.class).meet(s3());
        BackupCopy copy = copies.copy(record, "s3");
        assertEquals(CopyState.UNREAD, copy.state());
        assertEquals(Optional.empty(), copy.versionId());
        assertEquals(Optional.empty(), copy.lockedUntil());
    }
}
