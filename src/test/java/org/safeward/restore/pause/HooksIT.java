package org.safeward.restore.pause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.Application;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.VersionedDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.SafewardServer;

/** The application is told to pause before anything is replaced, and told to go on however the restore ends. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HooksIT {
    private static final List<String> GO_ON = List.of("after-restore");

    @TempDir
    static Path folder;

    /** Two of them, so that each can fail by itself. */
    private static final Application PAUSING = new Application();

    private static final Application GOING_ON = new Application();
    private static SafewardServer server;
    private static HeldJobs jobs;
    private static VersionedDatabase live;
    private static VersionedDatabase shop;
    private static long record;
    private static long shopRecord;

    @BeforeAll
    static void start() throws Exception {
        live = VersionedDatabase.create(folder.resolve("live.db"), "wal", 20, 200);
        shop = VersionedDatabase.create(folder.resolve("shop.db"), "wal", 20, 200);
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.hooks.before-restore", PAUSING.address())
                .with("safeward.hooks.after-restore", GOING_ON.address())
                .with("safeward.restore.lock-timeout", "1s")
                .with("safeward.databases", "default,shop")
                .with("safeward.database.shop.url", "jdbc:sqlite:" + shop.file())
                .protecting(live.file());
        jobs = new HeldJobs(server);
        server.start();
        record = backUp("default");
        shopRecord = backUp("shop");
        live.becomeVersion("second");
        shop.becomeVersion("second");
    }

    @AfterAll
    static void close() {
        server.close();
        PAUSING.close();
        GOING_ON.close();
    }

    @AfterEach
    void answerAgain() throws Exception {
        PAUSING.answers(204, Duration.ZERO);
        GOING_ON.answers(204, Duration.ZERO);
        jobs.release();
    }

    @Test
    @Order(1)
    void anApplicationThatDoesNotPauseKeepsItsData() throws Exception {
        PAUSING.answers(500, Duration.ZERO);
        JsonObject job = jobs.awaitEnd(jobs.startRestore(record, true));
        assertFailed("HOOK_FAILED", job);
        assertEquals(List.of("second"), live.versions());
        assertEquals(List.of("before-restore"), PAUSING.toldOf(job.getInt("id")));
    }

    @Test
    @Order(2)
    void isToldToGoOnWhenTheSafetyBackupFails() throws Exception {
        byte[] good = Files.readAllBytes(shop.file());
        Files.writeString(shop.file(), "this is no database".repeat(100));
        try {
            assertFailed("SAFETY_BACKUP_FAILED", jobs.awaitEnd(jobs.startRestore(shopRecord, true)));
        } finally {
            Files.write(shop.file(), good);
        }
    }

    @Test
    @Order(3)
    void isToldToGoOnWhenTheSwapFails() throws Exception {
        try (Connection other = live.open();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertFailed("DATABASE_LOCKED", jobs.awaitEnd(jobs.startRestore(record, false)));
            statement.execute("ROLLBACK");
        }
        assertEquals(List.of("second"), live.versions());
    }

    @Test
    @Order(4)
    void isToldToGoOnWhenTheRestoreIsCancelled() throws Exception {
        jobs.hold("restore.safety");
        long job = jobs.startRestore(record, true);
        jobs.awaitAt(job, "restore.safety");
        assertEquals(200, server.api().post("backup/cancel", "{}").status());
        JsonObject ended = jobs.awaitEnd(job);
        assertEquals("cancelled", ended.getString("state"), ended.toString());
        assertEquals(GO_ON, GOING_ON.toldOf(job));
    }

    @Test
    @Order(5)
    void waitsHalfAMinuteForThePauseAndAsksEachMinuteToGoOn() throws Exception {
        PAUSING.answers(204, Duration.ofSeconds(60));
        long slow = jobs.startRestore(shopRecord, false);
        assertTrue(Waiting.until(
                Duration.ofSeconds(20), () -> !PAUSING.toldOf(slow).isEmpty()));

        PAUSING.answers(204, Duration.ZERO);
        GOING_ON.answers(503, Duration.ZERO);
        Answer restored = server.api().post("backup/restore", "{\"record_id\": " + record + "}");
        assertEquals(200, restored.status(), restored.text());
        assertEquals(List.of("first"), live.versions());
        assertEquals("1", new CatalogFile(server.home()).ask("SELECT count(*) FROM owed_call WHERE attempts > 0"));
        GOING_ON.answers(204, Duration.ZERO);
        assertTrue(
                Waiting.until(
                        Duration.ofSeconds(80),
                        () -> new CatalogFile(server.home())
                                .ask("SELECT count(*) FROM owed_call WHERE attempts > 0")
                                .equals("0")),
                server::log);

        assertFailed("HOOK_FAILED", jobs.awaitEnd(slow));
        assertEquals(List.of("second"), shop.versions());
    }

    @Test
    @Order(6)
    void anApplicationThatCannotBeReachedKeepsItsData() throws Exception {
        PAUSING.close();
        live.becomeVersion("third");
        assertFailed("HOOK_FAILED", jobs.awaitEnd(jobs.startRestore(record, true)));
        assertEquals(List.of("third"), live.versions());
    }

    private static long backUp(String database) {
        Answer made = server.api().post("backup/create", "{\"database\": \"" + database + "\"}");
        assertEquals(200, made.status(), made.text());
        return made.data().getJsonNumber("id").longValue();
    }

    private static void assertFailed(String error, JsonObject job) {
        assertEquals("failed", job.getString("state"), job.toString());
        assertEquals(error, job.getString("error"), job.toString());
        assertEquals(GO_ON, GOING_ON.toldOf(job.getInt("id")));
    }
}
