package org.safeward.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.FileNames;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.VersionedDatabase;
import org.safeward.server.Answer;
import org.safeward.server.SafewardServer;

/** Disks that are full, cannot be written or are gone: said clearly, nothing left behind, nothing changed, and over when they are back. */
class DiskFullIT {
    /** About 1.2 MB of bytes that do not compress. */
    private static final int ROWS = 120;

    private static final int BYTES_OF_ROW = 5000;

    @TempDir
    static Path folder;

    private static SmallDisk backups;
    private static SmallDisk databases;
    private static SmallDisk uploads;
    private static SafewardServer server;
    private static HeldJobs jobs;
    private static VersionedDatabase live;
    private static VersionedDatabase other;
    private static long record;

    @BeforeAll
    static void start() throws Exception {
        Path home = folder.resolve("home");
        backups = SmallDisk.on(folder.resolve("backups"), 8);
        databases = SmallDisk.on(folder.resolve("databases"), 8);
        uploads = SmallDisk.on(home.resolve("uploads"), 2);
        live = VersionedDatabase.create(databases.folder().resolve("live.db"), "delete", ROWS, BYTES_OF_ROW);
        other = VersionedDatabase.create(folder.resolve("other.db"), "wal", 10, 100);
        server = SafewardServer.deployed(home)
                .with("safeward.backup.directory", backups.folder())
                .with("safeward.databases", "default,other")
                .with("safeward.database.other.url", "jdbc:sqlite:" + other.file())
                .protecting(live.file());
        jobs = new HeldJobs(server);
        server.start();
        record = backUp().data().getJsonNumber("id").longValue();
        live.becomeVersion("second");
    }

    @AfterAll
    static void close() throws IOException {
        if (server != null) {
            server.close();
        }
        for (SmallDisk disk : new SmallDisk[] {uploads, databases, backups}) {
            if (disk != null) {
                disk.close();
            }
        }
    }

    @AfterEach
    void makeRoom() throws IOException {
        jobs.release();
        backups.readOnly(false);
        backups.free();
        databases.free();
        uploads.free();
    }

    @Test
    void aBackupThatDoesNotFitLeavesNothing() throws IOException {
        List<String> before = FileNames.in(backups.folder());
        backups.leaveFree(500);
        Answer full = backUp();
        assertRefused(507, "DISK_FULL", full);
        assertEquals("failed", full.data().getString("status"));
        backups.free();
        assertEquals(before, FileNames.in(backups.folder()));
        assertEquals(200, backUp().status());
    }

    @Test
    void aRestoreThatCannotBeStagedLeavesTheDatabaseAsItWas() throws Exception {
        assertRestoreDoesNotFit(600);
    }

    /** The staging file fits, and then the journal of the swap does not. */
    @Test
    void aRestoreThatCannotBeSwappedLeavesTheDatabaseAsItWas() throws Exception {
        int staging = Math.toIntExact(Files.size(live.file()) / 1024) + 100;
        assertRestoreDoesNotFit(staging);
    }

    private static void assertRestoreDoesNotFit(int kilobytes) throws Exception {
        byte[] before = Files.readAllBytes(live.file());
        databases.leaveFree(kilobytes);
        assertRefused(
                507,
                "DISK_FULL",
                server.api().post("backup/restore", "{\"record_id\": " + record + ", \"safety_backup\": false}"));
        databases.free();
        assertEquals(List.of("live.db"), FileNames.in(databases.folder()));
        assertArrayEquals(before, Files.readAllBytes(live.file()));
        assertEquals(List.of("second"), live.versions());
    }

    @Test
    void anUploadThatDoesNotFitLeavesNothing() throws IOException {
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);
        Path file = Files.write(folder.resolve("large.sql"), noise);
        assertRefused(507, "DISK_FULL", server.api().upload("backup/upload-restore", file));
        assertEquals(List.of(), FileNames.in(uploads.folder()));
        assertEquals(List.of("live.db"), FileNames.in(databases.folder()));
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsSaidToBeOutOfReach() throws IOException {
        backups.readOnly(true);
        assertRefused(503, "STORE_UNREACHABLE", backUp());
        backups.readOnly(false);
        assertEquals(200, backUp().status());
    }

    @Test
    void aFileInTheDirectorysPlaceIsSaidToBeOutOfReach() throws IOException {
        Path place = Files.writeString(backups.folder().resolve("other"), "in the way");
        assertRefused(503, "STORE_UNREACHABLE", backUpOther());
        Files.delete(place);
        assertEquals(200, backUpOther().status());
    }

    @Test
    void aDirectoryThatVanishesDuringABackupIsSaidToBeOutOfReach() throws IOException {
        jobs.hold("backup.verify");
        long job = jobs.startBackup("other");
        jobs.awaitAt(job, "backup.verify");
        Path place = backups.folder().resolve("other");
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        jobs.release();
        JsonObject ended = jobs.awaitEnd(job);
        assertEquals("failed", ended.getString("state"), ended.toString());
        assertEquals("STORE_UNREACHABLE", ended.getString("error"), ended.toString());
        // It is not made anew, since its disk may just not be mounted, until somebody says so.
        assertRefused(503, "STORE_MISSING", backUpOther());
        assertTrue(Files.notExists(place));
        assertEquals(503, server.api().get("health").status());
        String warnings = server.api().get("backup/status?database=other").text();
        assertTrue(warnings.contains("\"missing\""), warnings);
        JsonObject directory =
                Json.createObjectBuilder().add("directory", place.toString()).build();
        assertEquals(200, server.api().post("backup/stores/accept", directory).status());
        assertEquals(200, backUpOther().status());
    }

    private static Answer backUp() {
        return server.api().post("backup/create", "{}");
    }

    private static Answer backUpOther() {
        return server.api().post("backup/create", "{\"database\": \"other\"}");
    }

    private static void assertRefused(int status, String error, Answer answer) {
        assertEquals(status, answer.status(), answer.text());
        assertEquals(error, answer.error(), answer.text());
        assertTrue(!answer.hint().isBlank(), answer.text());
    }
}
