package org.safeward.backup.offsite.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.fetch.NearestStream;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.backup.offsite.again.ReadCopiesAgain;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.destinations.reach.TryPlace;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Warning;
import org.safeward.jobs.record.Jobs;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.s3.LockingS3;
import org.safeward.store.remote.s3.S3Server;

/** Copies in a bucket that locks them, or shall. */
class LockedCopyTest {
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

    private void open(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "safeward.destinations",
                "s3",
                "safeward.destination.s3.url",
                "s3://" + LockingS3.BUCKET + "/app",
                "safeward.destination.s3.endpoint",
                server.address().toString(),
                "safeward.destination.s3.access-key",
                "tester",
                "safeward.destination.s3.secret-key",
                S3Server.SECRET));
        settings.putAll(more);
        copies = new CopiesByHand(folder, settings);
    }

    private void openLocked() {
        open(Map.of("safeward.destination.s3.lock", "30d"));
    }

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

    private List<String> withoutProbes() {
        return server.bucket.lying().stream()
                .filter(key -> !key.contains("probe"))
                .toList();
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

    private List<ErrorCode> reasonsTold() {
        return copies.told.stream().map(told -> told.reason().code()).toList();
    }

    private void again() {
        copies.beans().get(LockAgain.class).run(s3());
    }

    private void readAgain() {
        copies.beans().get(ReadCopiesAgain.class).run(Duration.ofDays(30), () -> {});
    }

    private Destination s3() {
        return copies.beans().get(Destinations.class).get("s3");
    }
}
