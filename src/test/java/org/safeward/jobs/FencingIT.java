package org.safeward.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.FileNames;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.VersionedDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.SafewardServer;

/**
 * A server that is stopped for longer than its claims last, or that cannot reach its catalog for as long: what its jobs still do, does
 * not count.
 */
class FencingIT {
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final Duration LONGER = LEASE.plusSeconds(2);

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static HeldJobs jobs;
    private static VersionedDatabase saved;
    private static VersionedDatabase restored;
    private static long record;

    @BeforeAll
    static void start() throws Exception {
        saved = VersionedDatabase.create(
                Files.createDirectory(folder.resolve("saved")).resolve("a.db"), "wal", 20, 200);
        restored = VersionedDatabase.create(
                Files.createDirectory(folder.resolve("restored")).resolve("b.db"), "delete", 20, 200);
        Path home = folder.resolve("home");
        server = SafewardServer.deployed(home)
                .with("safeward.jobs.lease", LEASE.toSeconds() + "s")
                .with("safeward.catalog.url", "jdbc:sqlite:" + home.resolve("catalog.db") + "?busy_timeout=1000")
                .with("safeward.databases", "default,shop")
                .with("safeward.database.shop.url", "jdbc:sqlite:" + restored.file())
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
    }

    /** Before the steps that count; after the file has its name; and between the last question to the catalog and the swap. */
    @ParameterizedTest
    @CsvSource({
        "backup.publish,         restore.swap",
        "backup.publish.renamed, restore.swap.fenced",
    })
    void stoppedPastItsLeaseItPublishesAndSwapsNothing(String backupPlace, String restorePlace) throws Exception {
        byte[] live = Files.readAllBytes(restored.file());
        List<String> files = FileNames.in(server.home().resolve("backups"));
        jobs.hold(backupPlace, restorePlace);
        long backup = jobs.startBackup("default");
        long restore = jobs.startRestore(record, false);
        jobs.awaitAt(backup, backupPlace);
        jobs.awaitAt(restore, restorePlace);
        Waiting.sleep(Duration.ofSeconds(1));

        server.pause();
        Waiting.sleep(LONGER);
        jobs.release();
        server.resume();

        assertLost(jobs.awaitEnd(backup));
        assertLost(jobs.awaitEnd(restore));
        assertArrayEquals(live, Files.readAllBytes(restored.file()));
        assertEquals(List.of("b.db"), restored.neighbours());
        assertEquals(files, FileNames.in(server.home().resolve("backups")));
        String made = jobs.job(backup).getJsonNumber("record_id").toString();
        assertEquals("failed", server.api().get("backup/records/" + made).data().getString("status"));
        assertBothDatabasesAreFree();
    }

    @Test
    void aCatalogThatIsLockedIsSaidToBeOutOfReachAndItsJobsDoNotHangForEver() throws Exception {
        jobs.hold("backup.verify");
        long backup = jobs.startBackup("default");
        jobs.awaitAt(backup, "backup.verify");
        try (Connection other = DriverManager.getConnection(
                        "jdbc:sqlite:" + server.home().resolve("catalog.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout=5000");
            statement.execute("BEGIN IMMEDIATE");
            jobs.release();
            Answer refused =
                    server.api().within(Duration.ofSeconds(30)).post("backup/create", "{\"database\": \"shop\"}");
            assertEquals(503, refused.status(), refused.text());
            assertEquals("CATALOG_UNREACHABLE", refused.error());
            // Who only reads is not kept waiting.
            assertEquals(200, server.api().get("backup/list").status());
            Waiting.sleep(LONGER);
            statement.execute("ROLLBACK");
        }
        // By the job itself, or by the recovery, which looks each minute.
        JsonObject ended = jobs.awaitEnd(backup, Duration.ofSeconds(100));
        assertEquals("failed", ended.getString("state"), ended.toString());
        assertBothDatabasesAreFree();
        assertEquals(List.of(), FileNames.hiddenBelow(server.home().resolve("backups")));
    }

    private static void assertLost(JsonObject job) {
        assertEquals("failed", job.getString("state"), job.toString());
        assertEquals("CLAIM_LOST", job.getString("error"), job.toString());
    }

    private static void assertBothDatabasesAreFree() {
        for (String database : List.of("default", "shop")) {
            Answer answer = server.api().post("backup/create", "{\"database\": \"" + database + "\"}");
            assertEquals(200, answer.status(), answer.text());
        }
        assertTrue(Waiting.until(
                Duration.ofSeconds(10),
                () -> new CatalogFile(server.home())
                        .ask("SELECT count(*) FROM claim")
                        .equals("0")));
    }
}
