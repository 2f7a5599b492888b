package org.safeward.backup.offsite.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.safeward.backup.fetch.NearestStream;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.reach.TryPlace;
import org.safeward.fault.ErrorCode;
import org.safeward.store.remote.FileLock;

/** What a bucket locks by itself, and which of its versions is the copy. */
class KeptByTheBucketTest extends CopiesInABucket {
    @Test
    void whatTheBucketLocksByItselfIsKnownWithoutASetting() throws IOException {
        server.bucket.defaultRetention = Optional.of(Duration.ofDays(7));
        open(Map.of());
        BackupRecord record = copies.backup(NAME, 5000);
        copies.look();
        BackupCopy copy = copies.copy(record, "s3");
        assertEquals(CopyState.GOOD, copy.state());
        assertEquals(server.bucket.until(MANIFEST), copy.lockedUntil());
        assertEquals(Optional.of(FileLock.Mode.GOVERNANCE), copy.lockMode());
        assertEquals(List.of(), copies.told);
        assertTrue(
                server.asked.stream().noneMatch(request -> request.contains("PUT") && request.contains("retention")));
    }

    @Test
    void whatCameBackOtherwiseAndIsLockedByTheBucketKeepsNobodyFromSendingItAgain() throws IOException {
        server.bucket.defaultRetention = Optional.of(Duration.ofDays(7));
        open(Map.of());
        BackupRecord record = copies.backup(NAME, 5000);
        copies.at = reached -> server.bucket.spoils |= reached.place().endsWith(".sending");
        copies.look();
        assertEquals(ErrorCode.COPY_CHANGED, copies.copy(record, "s3").errorCode());
        assertEquals(List.of(KEY), withoutProbes());

        copies.at = reached -> {};
        copies.pass(Duration.ofHours(1));
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(record, "s3").state());
        assertEquals(List.of(KEY, KEY, MANIFEST), withoutProbes());
    }

    @Test
    void whoRestoresGetsTheVersionThatWasReadBack() throws IOException {
        openLocked();
        BackupRecord record = copies.backup(NAME, 5000);
        copies.look();
        server.bucket.overwrite(KEY, new byte[5000], record.sha256());
        Files.delete(Path.of(record.filePath()));
        try (var in = copies.beans().get(NearestStream.class).find(record).proven()) {
            assertEquals(5000, in.readAllBytes().length);
        }
    }

    @Test
    void whatOthersWriteToTheNameLaterIsNotTakenForTheCopy() throws IOException {
        openLocked();
        BackupRecord record = copies.backup(NAME, 5000);
        copies.look();
        server.bucket.overwrite(KEY, "theirs".getBytes(StandardCharsets.UTF_8), record.sha256());
        copies.pass(Duration.ofDays(31));
        readAgain();
        assertEquals(CopyState.GOOD, copies.copy(record, "s3").state());
        assertEquals(
                Optional.of(copies.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS)),
                copies.copy(record, "s3").verifiedAt());
        server.bucket.mark(KEY);
        copies.pass(Duration.ofDays(31));
        readAgain();
        assertEquals(
                Optional.of(copies.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS)),
                copies.copy(record, "s3").verifiedAt(),
                "behind a delete marker");
    }

    @Test
    void whoReadsAgainLearnsOfALockThatSomebodyHasMadeLonger() throws IOException {
        openLocked();
        BackupRecord record = copies.backup(NAME, 5000);
        copies.look();
        Instant longer = copies.now().plus(Duration.ofDays(400)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        server.bucket.extend(KEY, longer);
        copies.pass(Duration.ofDays(31));
        readAgain();
        assertEquals(Optional.of(longer), copies.copy(record, "s3").lockedUntil());
        server.bucket.extend(MANIFEST, longer.plus(Duration.ofDays(1)));
        copies.pass(Duration.ofDays(31));
        readAgain();
        assertEquals(
                Optional.of(longer.plus(Duration.ofDays(1))),
                copies.copy(record, "s3").lockedUntil(),
                "it does not go before its manifest may");
    }

    @Test
    void aTrialSaysThatItsFileStaysAndThatNothingIsLocked() throws IOException {
        server.bucket.defaultRetention = Optional.of(Duration.ofDays(7));
        openLocked();
        TryPlace.Tried tried =
                copies.beans().get(TryPlace.class).run("s3", s3().settings().place(), true);
        assertTrue(tried.kept().orElseThrow().keeps(Instant.now().plus(Duration.ofDays(6))));
        assertEquals(Optional.empty(), tried.unlocked());
        server.bucket.locks = false;
        server.bucket.defaultRetention = Optional.empty();
        tried = copies.beans().get(TryPlace.class).run("s3", s3().settings().place(), true);
        assertEquals(Optional.empty(), tried.kept());
        assertEquals(
                ErrorCode.DESTINATION_UNLOCKED, tried.unlocked().orElseThrow().code());
    }
}
