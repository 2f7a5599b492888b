package org.safeward.backup.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.destinations.CopyState;
import org.safeward.store.remote.FaultyWire;
import org.safeward.store.remote.s3.S3Server;

/** Fetching from an S3 server over a way that breaks and stalls. */
class BrokenWayTest {
    private static final int BYTES = 3_000_000;
    private static final int ALWAYS = 1000;

    private static S3Server server;
    private static FaultyWire wire;
    private static int prefixes;

    @TempDir
    Path folder;

    private StoredBackup backup;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.s3proxy("aws-v2-or-v4");
        wire = new FaultyWire(server.port());
    }

    @AfterAll
    static void end() throws IOException {
        wire.close();
        server.close();
    }

    @BeforeEach
    void aBackupThatLiesThere() throws IOException {
        Files.createDirectories(folder.resolve("disk"));
        backup = new StoredBackup(folder)
                .with("safeward.destinations", "bucket,disk")
                .with("safeward.destination.bucket.url", "s3://" + S3Server.BUCKET + "/p" + ++prefixes)
                .with("safeward.destination.bucket.endpoint", "http://127.0.0.1:" + wire.port())
                .with("safeward.destination.bucket.access-key", "tester")
                .with("safeward.destination.bucket.secret-key", S3Server.SECRET)
                .with("safeward.destination.disk.url", "file://" + folder.resolve("disk"))
                .made(BYTES)
                .in("bucket", "disk")
                .away();
    }

    @AfterEach
    void close() {
        wire.mend();
        backup.close();
    }

    @Test
    void whatBreaksIsTakenUpWhereItBroke() throws IOException {
        wire.spoil(FaultyWire.Trouble.cutDown(1_000_000), 2);
        try (FoundCopy found = backup.find()) {
            assertTrue(backup.isWhole(found.file()));
            assertTrue(found.place().startsWith("s3://"), found.place());
        }
        assertEquals(2, wire.spoilt());
    }

    @Test
    void aWayThatDoesNotHoldIsNoDamageAndTheNextPlaceIsAsked() throws IOException {
        wire.spoil(FaultyWire.Trouble.cutDown(100), ALWAYS);
        try (FoundCopy found = backup.find()) {
            assertTrue(backup.isWhole(found.file()));
            assertEquals(folder.resolve("disk/" + StoredBackup.NAME).toString(), found.place());
            assertEquals(1, found.passedOver().size());
        }
        assertEquals(CopyState.GOOD, backup.copy("bucket").state());
    }

    @Test
    void aClientGetsAnyPartOverAWayThatBreaks() throws IOException {
        StreamedCopy streamed = backup.beans().get(NearestStream.class).find(backup.record());
        assertEquals(BYTES, streamed.size());
        assertEquals(backup.record().sha256(), streamed.sha256());
        assertEquals(StoredBackup.NAME, streamed.fileName());
        byte[] all = Files.readAllBytes(folder.resolve("kept"));
        wire.spoil(FaultyWire.Trouble.cutDown(700_000), 3);
        try (InputStream in = streamed.opening().at(1_234_567)) {
            assertArrayEquals(Arrays.copyOfRange(all, 1_234_567, BYTES), in.readAllBytes());
        }
    }

    @Test
    void aClientGetsTheNextOneWhereAPlaceIsAway() throws IOException {
        wire.spoil(FaultyWire.Trouble.answer(403, "<Error><Code>AccessDenied</Code></Error>"), ALWAYS);
        StreamedCopy streamed = backup.beans().get(NearestStream.class).find(backup.record());
        wire.mend();
        try (InputStream in = streamed.opening().at(0)) {
            assertArrayEquals(Files.readAllBytes(folder.resolve("kept")), in.readAllBytes());
        }
        assertEquals(CopyState.GOOD, backup.copy("bucket").state());
    }

    /** What is encrypted in the backup directory goes to each destination as it is, and needs nothing that opens it to be the same. */
    @Test
    void aBackupThatIsEncryptedItselfIsTheSameFileEverywhere() throws IOException {
        backup.encrypted("bucket").encrypted("disk");
        try (FoundCopy found = backup.find()) {
            assertTrue(backup.isWhole(found.file()));
        }
        assertEquals(
                BYTES,
                backup.beans().get(NearestStream.class).find(backup.record()).size());
    }
}
