package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.FileLock.Mode;
import org.safeward.store.remote.Locking;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.WholeFile;

/** Versions and Object Lock, on a server that answers as Amazon documents it. */
class S3LocksTest {
    private static final String NAME = "one.sql";
    private static final String KEY = "there/" + NAME;

    @TempDir
    Path folder;

    private LockingS3 server;
    private RemoteStore store;
    private Locking locking;

    @BeforeEach
    void start() throws IOException {
        server = new LockingS3();
        store = new S3Store(
                server.settings("there"),
                S3StoreContract.BRIEF,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                1 << 20,
                S3StoreContract.PART_BYTES);
        locking = store.locking().orElseThrow();
    }

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    @Test
    void aLockHoldsTheVersionUntilTheBucketSaysSo() throws IOException {
        WholeFile file = put("ours");
        Optional<String> version = locking.version(NAME, file);
        Instant until = Instant.now().plus(30, ChronoUnit.DAYS);

        FileLock lock = locking.lock(NAME, version, until, Mode.GOVERNANCE);

        assertEquals(
                until.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1),
                lock.until().orElseThrow());
        assertEquals(Optional.of(Mode.GOVERNANCE), lock.mode());
        assertEquals(lock.until(), server.bucket.until(KEY));
        assertEquals(Optional.of(lock), store.delete(NAME));
        assertEquals(Optional.of(lock), locking.at(NAME, version.orElseThrow()).delete(NAME));
        assertEquals(List.of(KEY), server.bucket.lying());
        assertEquals(0, server.bucket.markers());

        server.bucket.ahead = Duration.ofDays(31);
        assertEquals(Optional.empty(), store.delete(NAME));
        assertEquals(List.of(), server.bucket.lying());
    }

    @Test
    void aLongerOrStricterLockStays() throws IOException {
        WholeFile file = put("ours");
        Optional<String> version = locking.version(NAME, file);
        Instant far = Instant.now().plus(90, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        locking.lock(NAME, version, far, Mode.COMPLIANCE);
        server.asked.clear();

        FileLock lock = locking.lock(NAME, version, far.minus(60, ChronoUnit.DAYS), Mode.GOVERNANCE);
        assertEquals(Optional.of(far), lock.until());
        assertTrue(server.asked.stream().noneMatch(request -> request.startsWith("PUT")), server.asked.toString());

        lock = locking.lock(NAME, version, far.plus(1, ChronoUnit.DAYS), Mode.GOVERNANCE);
        assertEquals(Optional.of(Mode.COMPLIANCE), lock.mode());
        assertEquals(Optional.of(far.plus(1, ChronoUnit.DAYS)), lock.until());
    }

    @Test
    void aRemovalTakesTheBytesAndLeavesNoMarker() throws IOException {
        put("ours");
        store.delete(NAME);
        assertEquals(List.of(), server.bucket.lying());
        assertEquals(0, server.bucket.markers());
    }

    /** As those are told to set it up who want that nobody with the key can destroy what is there. */
    @Test
    void aKeyThatMayNotRemoveVersionsHidesTheObject() throws IOException {
        put("ours");
        server.bucket.denied.add("DeleteObjectVersion");
        assertEquals(Optional.empty(), store.delete(NAME));
        assertEquals(Optional.empty(), store.find(NAME));
        assertEquals(List.of(KEY), server.bucket.lying());
        assertEquals(1, server.bucket.markers());
    }

    @Test
    void aLegalHoldIsToldAsALock() throws IOException {
        put("ours");
        server.bucket.hold(KEY, true);
        assertTrue(store.delete(NAME).orElseThrow().hold());
        server.bucket.denied.addAll(List.of("GetObjectLegalHold", "GetObjectRetention"));
        assertTrue(store.delete(NAME).orElseThrow().hold(), "by the words of the bucket");
        assertEquals(0, server.bucket.markers());

        server.bucket.hold(KEY, false);
        assertEquals(Optional.empty(), store.delete(NAME));
    }

    @Test
    void aDeleteThatIsRefusedForAnotherReasonIsNoLock() throws IOException {
        put("ours");
        server.bucket.denied.addAll(List.of("DeleteObjectVersion", "DeleteObject"));
        assertEquals(
                ErrorCode.DESTINATION_REFUSED,
                assertThrows(Fault.class, () -> store.delete(NAME)).code());
    }

    @Test
    void theVersionThatWasSentIsReadWhateverWasWrittenSince() throws IOException {
        WholeFile file = put("ours");
        String version = locking.version(NAME, file).orElseThrow();
        server.bucket.overwrite(KEY, "theirs".getBytes(StandardCharsets.UTF_8), "00");

        assertEquals("theirs", read(store));
        assertEquals("ours", read(locking.at(NAME, version)));
        assertEquals(4, locking.at(NAME, version).find(NAME).orElseThrow().size());
        assertEquals(Optional.of(version), locking.version(NAME, file));
        server.bucket.mark(KEY);
        assertEquals(Optional.empty(), store.find(NAME));
        assertEquals("ours", read(locking.at(NAME, version)));
        assertEquals(Optional.of(version), locking.version(NAME, file), "behind a delete marker");

        locking.at(NAME, version).delete(NAME);
        assertThrows(NoSuchFileException.class, () -> read(locking.at(NAME, version)));
        assertEquals(List.of(KEY), server.bucket.lying(), "theirs stays");
    }

    @Test
    void aBucketThatLocksByItselfIsUsedAndKeepsTheTrial() throws IOException {
        server.bucket.defaultRetention = Optional.of(Duration.ofDays(7));
        FileLock kept = store.check().orElseThrow();
        assertTrue(kept.keeps(Instant.now().plus(6, ChronoUnit.DAYS)));
        assertEquals(List.of(), store.leftovers(), "the probe is out of sight");

        WholeFile file = put("ours");
        FileLock lock = locking.look(NAME, locking.version(NAME, file));
        assertEquals(server.bucket.until(KEY), lock.until());
        assertEquals(PutResult.PRESENT, store.put(NAME, file, Progress.NONE));
    }

    @Test
    void whatIsPutInPartsIntoABucketThatLocksIsOneVersionWithItsLock() throws IOException {
        server.bucket.defaultRetention = Optional.of(Duration.ofDays(7));
        WholeFile file = put("x".repeat(2 * S3StoreContract.PART_BYTES + 17));
        Optional<String> version = locking.version(NAME, file);
        assertTrue(version.isPresent());
        assertEquals(server.bucket.until(KEY), locking.look(NAME, version).until());
        assertTrue(server.asked.stream().anyMatch(request -> request.contains("partNumber")));
        Instant longer = Instant.now().plus(30, ChronoUnit.DAYS);
        assertTrue(locking.lock(NAME, version, longer, Mode.COMPLIANCE).reaches(longer, Mode.COMPLIANCE));
        assertTrue(store.delete(NAME).isPresent());
    }

    @Test
    void aBucketWithoutLocksSaysSo() throws IOException {
        server.bucket.locks = false;
        WholeFile file = put("ours");
        Optional<String> version = locking.version(NAME, file);
        assertUnlocked(
                "InvalidRequest: Bucket is missing", () -> locking.lock(NAME, version, inAMonth(), Mode.GOVERNANCE));
        assertUnlocked("ObjectLockConfigurationNotFoundError", locking::requireLocks);
        assertEquals(FileLock.NONE, locking.look(NAME, version));

        server.bucket.unknown.addAll(List.of(
                "PutObjectRetention", "GetObjectRetention", "GetObjectLegalHold", "GetBucketObjectLockConfiguration"));
        assertUnlocked("NotImplemented", () -> locking.lock(NAME, version, inAMonth(), Mode.GOVERNANCE));
        assertUnlocked("NotImplemented", locking::requireLocks);
    }

    @Test
    void aKeyThatMayNotLockIsToldInTheWordsOfTheBucket() throws IOException {
        WholeFile file = put("ours");
        Optional<String> version = locking.version(NAME, file);
        locking.requireLocks();
        server.bucket.denied.add("PutObjectRetention");
        assertUnlocked("s3:PutObjectRetention", () -> locking.lock(NAME, version, inAMonth(), Mode.GOVERNANCE));
        server.bucket.denied.clear();
        server.bucket.denied.addAll(List.of("GetObjectRetention", "GetBucketObjectLockConfiguration"));
        assertUnlocked("does not show it", () -> locking.lock(NAME, version, inAMonth(), Mode.GOVERNANCE));
        locking.requireLocks();
    }

    @Test
    void withoutVersionsNothingIsAskedOfLocks() throws IOException {
        server.bucket.versioned = false;
        WholeFile file = put("ours");
        assertEquals(Optional.empty(), locking.version(NAME, file));
        assertEquals(FileLock.NONE, locking.look(NAME, Optional.empty()));
        assertEquals(Optional.empty(), store.delete(NAME));
        assertFalse(server.asked.stream().anyMatch(request -> request.matches(".*(retention|legal-hold|versions).*")));
        assertEquals(List.of(), server.bucket.lying());
    }

    private static Instant inAMonth() {
        return Instant.now().plus(30, ChronoUnit.DAYS);
    }

    private interface Locked {
        void run() throws IOException;
    }

    private static void assertUnlocked(String words, Locked call) {
        Fault fault = assertThrows(Fault.class, call::run);
        assertEquals(ErrorCode.DESTINATION_UNLOCKED, fault.code());
        assertTrue(fault.getMessage().contains(words), fault.getMessage());
    }

    private WholeFile put(String text) throws IOException {
        Path path = Files.writeString(folder.resolve("file"), text);
        WholeFile file = WholeFile.read(path);
        assertEquals(PutResult.PUBLISHED, store.put(NAME, file, Progress.NONE));
        return file;
    }

    private static String read(RemoteStore from) throws IOException {
        try (InputStream in = from.open(NAME, 0)) {
            byte[] content = in.readAllBytes();
            try (InputStream rest = from.open(NAME, 1)) {
                assertArrayEquals(java.util.Arrays.copyOfRange(content, 1, content.length), rest.readAllBytes());
            }
            return new String(content, StandardCharsets.UTF_8);
        }
    }
}
