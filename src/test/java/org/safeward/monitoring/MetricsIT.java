package org.safeward.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.SmallDatabase;
import org.safeward.schedule.Schedules;
import org.safeward.server.Answer;
import org.safeward.server.SafewardServer;

/** Metrics are what the API says of the same backups, in both formats, and the same after a restart. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsIT {
    private static final String DEFAULT = "database=default";
    private static final String OTHER = "database=other";

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static HeldJobs jobs;
    private static SmallDatabase live;
    private static JsonObject good;

    @BeforeAll
    static void start() {
        live = SmallDatabase.create(folder.resolve("live.db"));
        SmallDatabase other = SmallDatabase.create(folder.resolve("other.db"));
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live.file())
                .with("safeward.databases", "default,other")
                .with("safeward.database.other.url", "jdbc:sqlite:" + other.file());
        jobs = new HeldJobs(server);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Exposition scrape() {
        Answer answer = server.api().get("metrics");
        assertEquals(200, answer.status(), answer.text());
        assertEquals("text/plain;version=0.0.4;charset=utf-8", mediaType(answer));
        return new Exposition(answer.text());
    }

    /** Servers write the same with blanks and without. */
    private static String mediaType(Answer answer) {
        return answer.header("Content-Type").replace(" ", "");
    }

    private static double jobs(Exposition scraped, String kind, String state) {
        return scraped.get("safeward_jobs_total", DEFAULT + ", kind=" + kind + ", state=" + state);
    }

    @Order(1)
    @Test
    void beforeTheFirstBackupThereAreZerosAndNoMoments() {
        Exposition scraped = scrape();
        assertEquals(1, scraped.get("safeward_catalog_up", ""));
        String version = server.api().get("health").data().getString("version");
        assertEquals(1, scraped.get("safeward_build_info", "version=" + version));
        for (String state : new String[] {"completed", "failed", "cancelled", "timeout"}) {
            assertEquals(0, jobs(scraped, "backup", state));
            assertEquals(0, jobs(scraped, "restore", state));
        }
        assertEquals(0, scraped.get("safeward_job_running", DEFAULT + ", kind=backup"));
        assertEquals(0, scraped.get("safeward_backup_overdue", DEFAULT));
        assertEquals(Optional.empty(), scraped.find("safeward_backup_last_success_timestamp_seconds", DEFAULT));
        assertEquals(Optional.empty(), scraped.find("safeward_backup_next_run_timestamp_seconds", DEFAULT));
    }

    @Order(2)
    @Test
    void aBackupIsMeasuredAsItsRecordSays() {
        good = server.api().post("backup/create").data();
        Exposition scraped = scrape();
        double moment = scraped.get("safeward_backup_last_success_timestamp_seconds", DEFAULT);
        assertEquals(good.getInt("completed_at"), Math.floor(moment));
        double age = scraped.get("safeward_backup_last_success_age_seconds", DEFAULT);
        assertEquals(Instant.now().toEpochMilli() / 1000.0 - moment, age, 10);
        assertTrue(age >= 0, age + " s");
        assertEquals(good.getInt("file_size"), scraped.get("safeward_backup_last_file_bytes", DEFAULT));
        assertEquals(good.getInt("database_size"), scraped.get("safeward_backup_last_sql_bytes", DEFAULT));
        assertEquals(1, scraped.get("safeward_backup_last_rows", DEFAULT));
        double duration = scraped.get("safeward_backup_last_duration_seconds", DEFAULT);
        assertEquals(good.getInt("backup_duration"), duration, 1.01);
        assertEquals(
                good.getInt("database_size") / duration,
                scraped.get("safeward_backup_last_rate_bytes_per_second", DEFAULT),
                0.01);
        assertEquals(1, jobs(scraped, "backup", "completed"));
        assertEquals(Optional.empty(), scraped.find("safeward_backup_last_success_timestamp_seconds", OTHER));
        double free = server.api()
                .get("backup/status")
                .data()
                .getJsonNumber("disk_free")
                .doubleValue();
        assertEquals(free, scraped.get("safeward_backup_directory_free_bytes", DEFAULT), free / 10);
        assertEquals(1, scraped.get("safeward_backup_directory_writable", DEFAULT));
    }

    @Order(3)
    @Test
    void aFailedBackupIsCountedAndTheGoodOneStaysTheLast() throws IOException {
        Path hidden = Files.move(live.file(), folder.resolve("hidden.db"));
        assertEquals(503, server.api().post("backup/create").status());
        Files.move(hidden, live.file());
        Exposition scraped = scrape();
        assertEquals(1, jobs(scraped, "backup", "failed"));
        assertEquals(1, jobs(scraped, "backup", "completed"));
        assertEquals(
                good.getInt("completed_at"),
                Math.floor(scraped.get("safeward_backup_last_success_timestamp_seconds", DEFAULT)));
    }

    @Order(4)
    @Test
    void aRunningJobIsSeenAndACancelledOneCounted() throws IOException {
        jobs.hold("backup.verify");
        long job = jobs.startBackup("default");
        jobs.awaitAt(job, "backup.verify");
        Exposition scraped = scrape();
        assertEquals(1, scraped.get("safeward_job_running", DEFAULT + ", kind=backup"));
        assertEquals(0, scraped.get("safeward_job_running", DEFAULT + ", kind=restore"));
        assertEquals(0, scraped.get("safeward_job_running", OTHER + ", kind=backup"));
        double seconds = scraped.get("safeward_job_running_seconds", DEFAULT + ", kind=backup");
        assertTrue(seconds > 0 && seconds < 60, seconds + " s");
        server.api().post("backup/cancel", "{}");
        jobs.awaitEnd(job);
        jobs.release();
        scraped = scrape();
        assertEquals(0, scraped.get("safeward_job_running", DEFAULT + ", kind=backup"));
        assertEquals(Optional.empty(), scraped.find("safeward_job_running_seconds", DEFAULT + ", kind=backup"));
        assertEquals(1, jobs(scraped, "backup", "cancelled"));
    }

    @Order(5)
    @Test
    void aRestoreAndTheNextRunAreThereToo() {
        JsonObject restore = jobs.awaitEnd(jobs.startRestore(good.getInt("id"), true));
        assertEquals("completed", restore.getString("state"), restore.toString());
        assertEquals(
                200,
                server.api()
                        .put(
                                "backup/config",
                                Schedules.config("default", "0 3 * * *").build())
                        .status());
        Exposition scraped = scrape();
        assertEquals(
                restore.getInt("ended_at"),
                Math.floor(scraped.get("safeward_restore_last_success_timestamp_seconds", DEFAULT)));
        assertTrue(scraped.get("safeward_restore_last_duration_seconds", DEFAULT) > 0);
        assertEquals(1, jobs(scraped, "restore", "completed"));
        assertEquals(Optional.empty(), scraped.find("safeward_last_proven_timestamp_seconds", DEFAULT));
        assertEquals(
                server.api().get("backup/status").data().getInt("next_run_at"),
                scraped.get("safeward_backup_next_run_timestamp_seconds", DEFAULT));
        assertEquals(Optional.empty(), scraped.find("safeward_backup_next_run_timestamp_seconds", OTHER));
    }

    @Order(6)
    @Test
    void theLastProofIsThereOnceADrillHasProvenABackup() {
        assertEquals(200, server.api().post("backup/drills", "{}").status());
        Exposition scraped = scrape();
        assertEquals(
                server.api().get("backup/status").data().getInt("last_proven_at"),
                Math.floor(scraped.get("safeward_last_proven_timestamp_seconds", DEFAULT)));
        assertEquals(Optional.empty(), scraped.find("safeward_last_proven_timestamp_seconds", OTHER));
        assertEquals(1, jobs(scraped, "drill", "completed"));
    }

    @Order(7)
    @Test
    void afterARestartEverythingIsAsItWas() {
        Map<String, Double> before = lasting(scrape());
        server.close();
        server.start();
        assertEquals(before, lasting(scrape()));
    }

    /** Without what time and other users of the disk change. */
    private static Map<String, Double> lasting(Exposition scraped) {
        Map<String, Double> samples = new TreeMap<>(scraped.samples());
        samples.keySet().removeIf(name -> name.contains("_age_") || name.contains("_free_"));
        return samples;
    }

    @Order(8)
    @Test
    void bothFormatsTellTheSameAndExplainEachMetric() {
        Answer answer = server.api()
                .with("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5")
                .get("metrics");
        assertTrue(mediaType(answer).startsWith("application/openmetrics-text;version=1.0.0"), mediaType(answer));
        Exposition open = new Exposition(answer.text());
        assertTrue(open.hasEnd());
        Exposition plain = scrape();
        assertFalse(plain.hasEnd());
        assertEquals(lasting(plain), lasting(open));
        for (String sample : plain.samples().keySet()) {
            String name = sample.substring(0, sample.indexOf('{'));
            assertTrue(plain.helps().getOrDefault(name, "").length() > 20, name + " is not explained");
            String type = name.endsWith("_total") ? "counter" : "gauge";
            assertEquals(type, plain.types().get(name), name);
        }
    }

    @Order(9)
    @Test
    void prometheusComesInByItsUsualHeaderWithAKeyThatOnlyReads() {
        String key = server.api()
                .post("auth/api-keys", "{\"name\": \"prometheus\", \"role\": \"VIEWER\"}")
                .data()
                .getString("key");
        assertEquals(
                200,
                server.api()
                        .anonymous()
                        .with("Authorization", "Bearer " + key)
                        .get("metrics")
                        .status());
        Answer refused = server.api().anonymous().get("metrics");
        assertEquals(401, refused.status());
        assertEquals(2, refused.code());
    }
}
