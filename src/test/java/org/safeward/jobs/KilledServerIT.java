package org.safeward.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.Application;
import org.safeward.fixture.FileNames;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.Repeats;
import org.safeward.fixture.VersionedDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/**
 * A server that dies at any step of a backup and of a restore, and is started again on the same home. Each death hits a backup of
 * one database and a restore of another; the start after it serves the next test.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledServerIT {
    @TempDir
    static Path folder;

    private static final Application APPLICATION = new Application();
    private static SafewardServer server;
    private static HeldJobs jobs;
    private static VersionedDatabase saved;
    private static VersionedDatabase restored;
    private static long record;

    @BeforeAll
    static void start() throws Exception {
        saved = VersionedDatabase.create(
                Files.createDirectory(folder.resolve("saved")).resolve("a.db"), "wal", 50, 500);
        restored = VersionedDatabase.create(
                Files.createDirectory(folder.resolve("restored")).resolve("b.db"), "delete", 50, 500);
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", "default,shop")
                .with("safeward.database.shop.url", "jdbc:sqlite:" + restored.file())
                .with("safeward.backup.second-directory", folder.resolve("copies"))
                .with("safeward.hooks.before-restore", APPLICATION.address())
                .with("safeward.hooks.after-restore", APPLICATION.address())
                .protecting(saved.file());
        jobs = new HeldJobs(server);
        server.start();
        JsonObject first =
                server.api().post("backup/create", "{\"database\": \"shop\"}").data();
        record = first.getJsonNumber("id").longValue();
        restored.becomeVersion("second");
    }

    @AfterAll
    static void close() {
        server.close();
        APPLICATION.close();
    }

    /** A restore past its point of no return here, a backup that is good below: what differs most in what the next start does. */
    @Order(1)
    @OnEveryServer
    @Test
    void killedItLeavesTheDatabasesAsTheyWereAndNothingBehind() throws Exception {
        killAt("backup.verify", "failed", "restore.swap.fenced", "RESTORE_INTERRUPTED");
    }

    @Order(1)
    @Test
    void killedWithABackupThatIsGoodItKeepsThat() throws Exception {
        killAt("backup.publish.renamed", "completed", "restore.quiesce", "SERVER_STOPPED");
    }

    @Repeats("KilledServerIT.killedItLeavesTheDatabasesAsTheyWereAndNothingBehind")
    @Order(2)
    @ParameterizedTest
    @CsvSource({
        "backup.dump,    failed,    restore.check,       SERVER_STOPPED",
        "backup.verify,  failed,    restore.stage,       SERVER_STOPPED",
        "backup.publish, failed,    restore.inspect,     SERVER_STOPPED",
        "backup.copy,    completed, restore.safety,      SERVER_STOPPED",
        "backup.expire,  completed, restore.swap,        SERVER_STOPPED",
    })
    void killedAtAnyOtherStepTheSame(String backupPlace, String backupEnd, String restorePlace, String restoreError)
            throws Exception {
        killAt(backupPlace, backupEnd, restorePlace, restoreError);
    }

    private static void killAt(String backupPlace, String backupEnd, String restorePlace, String restoreError)
            throws Exception {
        byte[] live = Files.readAllBytes(restored.file());
        jobs.hold(backupPlace, restorePlace);
        long backup = jobs.startBackup("default");
        long restore = startRestore(restorePlace);
        awaitAt(backup, backupPlace);
        awaitAt(restore, restorePlace);

        server.kill();
        assertTrue(Arrays.equals(live, Files.readAllBytes(restored.file())), "the live file has changed");
        jobs.release();
        server.start();

        assertEquals(List.of("second"), restored.versions());
        assertEquals(List.of("first"), saved.versions());
        assertBackupEnded(backup, backupPlace, backupEnd);
        assertRestoreFailed(restore, restorePlace, restoreError);
        assertNothingLeft(backup, restore);
        assertHookPaid(restore, restorePlace);
        assertEquals(200, server.api().post("backup/create", "{}").status());
        assertEquals(
                200,
                server.api().post("backup/create", "{\"database\": \"shop\"}").status());
    }

    @Order(3)
    @OnEveryServer
    @Test
    void stoppedInOrderItIsGoneWithinTenSecondsAndTheNextStartEndsItsJobs() throws Exception {
        jobs.hold("backup.verify", "restore.safety");
        long backup = jobs.startBackup("default");
        long restore = startRestore("restore.safety");
        awaitAt(backup, "backup.verify");
        awaitAt(restore, "restore.safety");

        long begun = System.nanoTime();
        assertEquals(143, server.stop());
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertTrue(seconds < 10, seconds + " s");
        jobs.release();
        server.start();

        assertEquals(List.of("second"), restored.versions());
        assertBackupEnded(backup, "backup.verify", "failed");
        assertRestoreFailed(restore, "restore.safety", "SERVER_STOPPED");
        assertNothingLeft(backup, restore);
        assertHookPaid(restore, "restore.safety");
    }

    /** One of them from an uploaded file, which must not stay either. */
    private static long startRestore(String place) {
        if (!place.equals("restore.stage")) {
            return jobs.startRestore(record, true);
        }
        String file = server.api().get("backup/records/" + record).data().getString("file_path");
        return HeldJobs.started(jobs.respondingAtOnce()
                .upload("backup/upload-restore", Path.of(file), "upload.sql.zip", Map.of("database", "shop")));
    }

    private static void awaitAt(long job, String place) throws Exception {
        jobs.awaitAt(job, place);
        if (place.endsWith(".renamed")) {
            await("a published file", () -> hasItsFile(job));
        } else if (place.endsWith(".fenced")) {
            await(
                    "the point of no return",
                    () -> catalog("SELECT past_return FROM job WHERE id = " + job)
                            .equals("1"));
            // The claim is asked for once more between that mark and the place.
            Waiting.sleep(Duration.ofMillis(500));
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        assertTrue(Waiting.until(Duration.ofSeconds(30), condition), what);
    }

    private static boolean hasItsFile(long job) {
        String file = catalog("SELECT file_path FROM backup_record WHERE task_id = " + job);
        return !file.isEmpty() && Files.exists(Path.of(file));
    }

    private static void assertBackupEnded(long job, String place, String end) {
        JsonObject ended = jobs.job(job);
        assertEquals(end, ended.getString("state"), ended.toString());
        JsonObject made = server.api()
                .get("backup/records/" + ended.getJsonNumber("record_id"))
                .data();
        assertEquals(end, made.getString("status"), made.toString());
        if (end.equals("completed")) {
            assertTrue(Files.exists(Path.of(made.getString("file_path"))), made.toString());
        } else {
            assertEquals("SERVER_STOPPED", ended.getString("error"), ended.toString());
            assertTrue(ended.getString("message").contains("step " + place.split("\\.")[1]), ended.toString());
            assertEquals("", made.getString("file_path"));
        }
    }

    private static void assertRestoreFailed(long job, String place, String error) {
        JsonObject ended = jobs.job(job);
        assertEquals("failed", ended.getString("state"), ended.toString());
        assertEquals(error, ended.getString("error"), ended.toString());
        if (error.equals("SERVER_STOPPED")) {
            assertTrue(ended.getString("message").contains("step " + place.split("\\.")[1]), ended.toString());
        } else {
            String safety = ended.getJsonNumber("safety_record_id").toString();
            assertTrue(ended.getString("hint").contains("record " + safety), ended.toString());
            assertEquals(
                    "completed",
                    server.api().get("backup/records/" + safety).data().getString("status"));
        }
    }

    private static void assertNothingLeft(long backup, long restore) throws IOException {
        assertEquals(List.of(), FileNames.hiddenBelow(server.home().resolve("backups")));
        assertEquals(List.of(), FileNames.hiddenBelow(folder.resolve("copies")));
        assertEquals(List.of("b.db"), restored.neighbours());
        assertEquals(List.of(), FileNames.in(server.home().resolve("uploads")));
        Path runs = server.home().resolve("tmp");
        // Where each run has a folder of its own, as on Payara Micro.
        assertEquals(
                Files.exists(runs) ? 1 : 0,
                Files.exists(runs) ? FileNames.in(runs).size() : 0,
                "folders of runs");
        assertEquals(
                "0", catalog("SELECT count(*) FROM backup_record WHERE status IN ('PENDING', 'RUNNING')"), "records");
    }

    private static void assertHookPaid(long restore, String place) {
        boolean paused =
                List.of("restore.safety", "restore.swap", "restore.swap.fenced").contains(place);
        List<String> calls = paused ? List.of("before-restore", "after-restore") : List.of();
        Waiting.until(Duration.ofSeconds(20), () -> APPLICATION.toldOf(restore).equals(calls));
        assertEquals(calls, APPLICATION.toldOf(restore));
    }

    private static String catalog(String query) {
        return new CatalogFile(server.home()).ask(query);
    }
}
