package org.safeward.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.access.IdentityProvider;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Messages;
import org.safeward.fixture.Application;
import org.safeward.fixture.FileNames;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.Traces;
import org.safeward.fixture.Waiting;
import org.safeward.monitoring.Exposition;
import org.safeward.schedule.Schedules;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.Refusals;
import org.safeward.server.SafewardServer;

/**
 * Two nodes with a home each, one catalog in PostgreSQL and one backup directory. The second has no {@code pg_dump}: what it makes are
 * JSON backups. In the middle the first is killed.
 */
@ExtendWith(PostgresServer.Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesIT {
    private static final String CATALOG = "safeward_catalog";
    private static final String CATALOG_PASSWORD = "of the catalog";
    private static final String OWNER = "nodes_owner";
    /** Long enough for a machine that is busy with starting two servers. */
    private static final Duration LEASE = Duration.ofSeconds(10);
    /** A lease, and the minute after which every node looks. */
    private static final Duration RECOVERY = LEASE.plusSeconds(60 + 30);

    @TempDir
    static Path folder;

    private static final Application APPLICATION = new Application();
    private static final IdentityProvider PROVIDER = new IdentityProvider();
    private static PostgresServer postgres;
    private static SafewardServer first;
    private static SafewardServer second;
    private static HeldJobs jobs;
    private static long record;
    private static long lostRestore;
    private static long lostBackup;
    private static Instant killed;

    @BeforeAll
    static void start(PostgresServer shared) throws IOException {
        postgres = shared;
        makeDatabases();
        Path noTools = Files.createDirectory(folder.resolve("no-tools"));
        first = node(SafewardServer.deployed(folder.resolve("first")));
        second = node(SafewardServer.on(folder.resolve("second"))).with("safeward.postgresql.tools", noTools);
        jobs = new HeldJobs(first);
        CompletableFuture<SafewardServer> started = CompletableFuture.supplyAsync(first::start);
        second.start();
        started.join();
    }

    private static void makeDatabases() {
        postgres.role("catalog_keeper", "LOGIN NOSUPERUSER");
        postgres.sql("postgres", "ALTER ROLE catalog_keeper PASSWORD '" + CATALOG_PASSWORD + "'");
        postgres.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
        postgres.sql("postgres", "CREATE DATABASE " + CATALOG + " OWNER catalog_keeper");
        for (String name : List.of("shop", "warehouse", "papers")) {
            postgres.sql("postgres", "CREATE DATABASE " + name + " OWNER " + OWNER);
            postgres.sql(
                    name,
                    "SET ROLE " + OWNER,
                    "CREATE TABLE customer (id serial PRIMARY KEY, name text)",
                    "CREATE TABLE purchase (id serial PRIMARY KEY, customer int REFERENCES customer, price numeric)",
                    "INSERT INTO customer (name) VALUES ('Ann'), ('Björk')",
                    "INSERT INTO purchase (customer, price) VALUES (1, 0.10), (2, 'NaN'), (2, 1e30)");
        }
    }

    private static SafewardServer node(SafewardServer server) {
        return server.withFaults()
                .with("safeward.catalog.url", "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + CATALOG)
                .with("safeward.catalog.user", "catalog_keeper")
                .with("safeward.catalog.password", CATALOG_PASSWORD)
                .with("safeward.jobs.lease", LEASE.toSeconds() + "s")
                .with("safeward.backup.directory", folder.resolve("backups"))
                .with("safeward.hooks.before-restore", APPLICATION.address())
                .with("safeward.hooks.after-restore", APPLICATION.address())
                .with("mp.jwt.verify.publickey.location", PROVIDER.address())
                .with("mp.jwt.verify.issuer", IdentityProvider.ISSUER)
                .with("mp.jwt.verify.audiences", IdentityProvider.AUDIENCE)
                .with("safeward.databases", "default,stock,archive,papers")
                .with("safeward.database.default.url", postgres.url("shop", OWNER))
                .with("safeward.database.stock.url", postgres.url("warehouse", OWNER))
                .with("safeward.database.archive.url", postgres.url("warehouse", OWNER))
                .with("safeward.database.papers.url", postgres.url("papers", OWNER));
    }

    @AfterAll
    static void stop() {
        Stream.of(first, second).filter(Objects::nonNull).forEach(SafewardServer::close);
        APPLICATION.close();
        PROVIDER.close();
        postgres.databases().stream().filter(name -> !name.equals("postgres")).forEach(postgres::drop);
    }

    @Order(1)
    @Test
    void bothNodesShowWhatOneHasDone() throws IOException {
        Answer created = first.api().post("backup/create", "{\"reason\": \"both see it\"}");
        assertEquals(200, created.status(), created.text());
        record = created.data().getInt("id");
        assertEquals(
                created.data(), second.api().get("backup/records/" + record).data());
        assertEquals(1, second.api().get("backup/list").data().getInt("total"));
        Path copy = folder.resolve("copy.sql.zip");
        assertEquals(
                200, second.api().download("backup/download/" + record, copy).statusCode());
        assertEquals(created.data().getString("sha256"), Traces.sha256(Files.readAllBytes(copy)));

        // Each minute from now on, whichever node is there.
        Answer configured = first.api()
                .put("backup/config", Schedules.config("archive", "* * * * *").build());
        assertEquals(200, configured.status(), configured.text());
        assertEquals(
                first.api().get("backup/config?database=archive").data(),
                second.api().get("backup/config?database=archive").data());
    }

    @Order(2)
    @Test
    void aKeyThatOneNodeRevokesTheOtherRefusesAtOnce() {
        for (List<SafewardServer> nodes : List.of(List.of(first, second), List.of(second, first))) {
            Answer made = nodes.get(0)
                    .api()
                    .post(
                            "auth/api-keys",
                            "{\"name\": \"revoked-" + nodes.indexOf(first) + "\", \"role\": \"VIEWER\"}");
            assertEquals(200, made.status(), made.text());
            Api user =
                    nodes.get(1).api().anonymous().with("X-API-Key", made.data().getString("key"));
            assertEquals(200, user.get("backup/list").status());
            assertDone(nodes.get(0).api().delete("auth/api-keys/" + id(made.data())));
            assertRefused(ErrorCode.KEY_INVALID, user.get("backup/list"));
        }
    }

    @Order(2)
    @Test
    void bothNodesMeasureTheSame() {
        Api one = first.api();
        Api other = second.api();
        String moment = "safeward_backup_last_success_timestamp_seconds";
        assertEquals(
                new Exposition(one.get("metrics").text()).get(moment, "database=default"),
                new Exposition(other.get("metrics").text()).get(moment, "database=default"));
    }

    @Order(2)
    @Test
    void oneJobADatabaseAndEitherNodeCanCancelIt() throws IOException {
        jobs.hold("backup.verify");
        long job = jobs.startBackup("default");
        jobs.awaitAt(job, "backup.verify");
        assertRefused(ErrorCode.BACKUP_RUNNING, second.api().post("backup/create", "{}"));
        assertRefused(ErrorCode.BACKUP_RUNNING, second.api().post("backup/restore", restoring(record)));
        JsonObject running = second.api().get("backup/status").data();
        assertEquals(job, running.getJsonObject("job").getInt("id"), running.toString());

        long asked = System.nanoTime();
        assertEquals(200, second.api().post("backup/cancel", "{}").status());
        JsonObject ended;
        try {
            ended = jobs.awaitEnd(job);
        } finally {
            jobs.release();
        }
        long seconds = Duration.ofNanos(System.nanoTime() - asked).toSeconds();
        assertEquals("cancelled", ended.getString("state"), ended.toString());
        assertTrue(seconds < 5, seconds + " s");
        // Those of the automatic backups beside it are at work.
        assertFalse(FileNames.hiddenBelow(folder.resolve("backups")).contains(".safeward-" + job + "-backup"));
    }

    @Order(3)
    @Test
    void whatOneNodeBackedUpTheOtherRestoresAndTheFirstTakesBack() {
        postgres.sql("shop", "DELETE FROM purchase");
        // The second has no pg_dump, so that it cannot make a safety backup that deserves the name.
        assertRefused(ErrorCode.SAFETY_BACKUP_FAILED, second.api().post("backup/restore", restoring(record)));
        assertEquals("0", postgres.ask("shop", "SELECT count(*) FROM public.purchase"));
        assertDone(second.api().post("backup/restore", withoutSafety(record)));
        assertEquals("3", postgres.ask("shop", "SELECT count(*) FROM public.purchase"));
        assertDone(first.api().post("backup/restore/undo", "{}"));
        assertEquals("0", postgres.ask("shop", "SELECT count(*) FROM public.purchase"));
        assertDone(second.api().post("backup/restore/undo", "{}"));
        assertEquals("3", postgres.ask("shop", "SELECT count(*) FROM public.purchase"));
        assertEquals("0", postgres.ask(CATALOG, "SELECT count(*) FROM public.owed_call"));
    }

    @Order(4)
    @Test
    void theFirstNodeIsKilledInTheMiddleOfTwoJobs() throws IOException {
        jobs.hold("restore.swap", "backup.verify");
        lostRestore = jobs.startRestore(record, true);
        lostBackup = jobs.startBackup("stock");
        jobs.awaitAt(lostRestore, "restore.swap");
        jobs.awaitAt(lostBackup, "backup.verify");
        first.kill();
        killed = Instant.now();
        assertEquals(
                "running",
                second.api().get("backup/jobs/" + lostRestore).data().getString("state"),
                "its lease has not ended");
        assertRefused(ErrorCode.RESTORE_RUNNING, second.api().post("backup/create", "{}"));
    }

    @Order(5)
    @Test
    void withoutPgDumpABackupIsDegradedAndSaidToBe() throws IOException {
        JsonObject zipped = createJson();
        assertTrue(zipped.getString("file_path").endsWith(".json.zip"), zipped.toString());
        JsonObjectBuilder plain = Schedules.config("papers", "0 3 * * *").add("backup_compress", 0);
        assertEquals(200, second.api().put("backup/config", plain.build()).status());
        String file = createJson().getString("file_path");
        assertTrue(file.endsWith(".json"), file);
        assertEquals('{', Files.readString(Path.of(file)).charAt(0));

        JsonObject status =
                second.api().inEnglish().get("backup/status?database=papers").data();
        assertTrue(status.getJsonArray("warnings").toString().contains("no usable pg_dump"), status.toString());
        assertTrue(status.isNull("last_success_at"), status.toString());
        JsonObject database =
                second.api().get("databases").data().getJsonArray("list").getJsonObject(3);
        assertEquals("papers", database.getString("name"));
        assertTrue(database.isNull("last_good_record_id"), database.toString());
    }

    @Order(6)
    @Test
    void aJsonBackupIsRestoredAsAWholeOrNotAtAll() {
        JsonObject backup = createJson();
        String before = postgres.portrait("papers");
        postgres.sql("papers", "DELETE FROM purchase", "UPDATE customer SET name = 'Zoe'");
        String changed = postgres.portrait("papers");
        assertRefused(ErrorCode.SAFETY_BACKUP_FAILED, second.api().post("backup/restore", restoring(id(backup))));
        assertEquals(changed, postgres.portrait("papers"));
        assertDone(second.api().post("backup/restore", withoutSafety(id(backup))));
        assertEquals(before, postgres.portrait("papers"));

        // One row of the backup is against the rules of the table that is there now.
        postgres.sql("papers", "ALTER TABLE purchase ADD CHECK (price < 5) NOT VALID");
        changed = postgres.portrait("papers");
        Answer failed = second.api().post("backup/restore", withoutSafety(id(backup)));
        assertRefused(ErrorCode.RESTORE_CHECK_FAILED, failed);
        assertEquals(changed, postgres.portrait("papers"));
        postgres.sql("papers", "ALTER TABLE purchase DROP CONSTRAINT purchase_price_check", "DELETE FROM purchase");
        assertDone(second.api()
                .upload(
                        "backup/upload-restore",
                        Path.of(backup.getString("file_path")),
                        "mine.json",
                        Map.of("database", "papers", "safety_backup", "false")));
        assertEquals(before, postgres.portrait("papers"));
    }

    @Order(7)
    @Test
    void theOtherNodeReportsTheLostJobsAndTidiesUp() throws IOException {
        HeldJobs others = new HeldJobs(second);
        JsonObject restore = others.awaitEnd(lostRestore, RECOVERY);
        JsonObject backup = others.awaitEnd(lostBackup, RECOVERY);
        for (JsonObject lost : List.of(restore, backup)) {
            assertEquals("failed", lost.getString("state"), lost.toString());
            assertEquals("SERVER_STOPPED", lost.getString("error"), lost.toString());
            long after = lost.getJsonNumber("ended_at").longValue() - killed.getEpochSecond();
            assertTrue(after <= RECOVERY.toSeconds(), after + " s");
        }
        JsonObject record = second.api()
                .get("backup/records/" + backup.getJsonNumber("record_id"))
                .data();
        assertEquals("failed", record.getString("status"), record.toString());
        List<String> calls = List.of("before-restore", "after-restore");
        assertTrue(
                Waiting.until(
                        Duration.ofSeconds(20),
                        () -> APPLICATION.toldOf(lostRestore).equals(calls)),
                "the application still waits");
        assertEquals(
                "0",
                postgres.ask(
                        CATALOG,
                        "SELECT count(*) FROM public.claim WHERE job_id IN (" + lostRestore + ", " + lostBackup + ")"));
        assertFalse(
                postgres.databases().stream().anyMatch(name -> name.contains("_restore_")),
                postgres.databases().toString());
        assertEquals("3", postgres.ask("shop", "SELECT count(*) FROM public.purchase"));
        assertDone(second.api().post("backup/create", "{}"));
    }

    @Order(8)
    @Test
    void theScheduleWentOnOnceAMinuteAndWithoutTheFirstNode() {
        assertTrue(
                Waiting.until(RECOVERY, () -> automatic().stream().anyMatch(TwoNodesIT::madeBySecondAlone)),
                () -> automatic().toString());
        List<Long> minutes = automatic().stream()
                .map(backup -> backup.getInt("created_at") / 60L)
                .toList();
        assertEquals(minutes.stream().distinct().toList(), minutes, "two in one minute");
    }

    private static List<JsonObject> automatic() {
        return Schedules.automatic(second.api(), "archive");
    }

    private static boolean madeBySecondAlone(JsonObject backup) {
        return backup.getString("format").equals("json") && backup.getInt("created_at") > killed.getEpochSecond();
    }

    @Order(9)
    @Test
    void whenTheCatalogsServerComesBackTheNodeGoesOn() throws IOException {
        postgres.stopAtOnce();
        Api patient = second.api().within(Duration.ofSeconds(60));
        Answer unhealthy = patient.anonymous().get("health");
        assertRefused(ErrorCode.CATALOG_UNREACHABLE, unhealthy);
        assertEquals("DOWN", unhealthy.data().getJsonObject("parts").getString("catalog"));
        assertEquals(503, patient.anonymous().get("health/started").status());
        // A key cannot be looked up now; somebody whom the identity provider vouches for sees why.
        Answer metrics = patient.anonymous()
                .with("Authorization", "Bearer " + PROVIDER.token("VIEWER"))
                .get("metrics");
        assertEquals(200, metrics.status(), metrics.text());
        assertEquals(0, new Exposition(metrics.text()).get("safeward_catalog_up", ""));
        assertRefused(ErrorCode.CATALOG_UNREACHABLE, patient.get("backup/list"));
        postgres.start();
        assertTrue(
                Waiting.until(
                        Duration.ofSeconds(30),
                        () -> patient.anonymous().get("health").status() == 200),
                second::log);
        for (int i = 0; i < 20; i++) {
            assertDone(patient.get("backup/list"));
        }
        createJson();
    }

    private static JsonObject createJson() {
        Answer created = second.api().post("backup/create", "{\"database\": \"papers\"}");
        assertDone(created);
        assertEquals("json", created.data().getString("format"));
        assertTrue(created.data().getBoolean("degraded"));
        assertEquals(5, created.data().getInt("row_count"));
        return created.data();
    }

    private static long id(JsonObject made) {
        return made.getJsonNumber("id").longValue();
    }

    private static JsonObject restoring(long record) {
        return Json.createObjectBuilder().add("record_id", record).build();
    }

    private static JsonObject withoutSafety(long record) {
        return Json.createObjectBuilder()
                .add("record_id", record)
                .add("safety_backup", false)
                .build();
    }

    private static void assertDone(Answer answer) {
        assertEquals(200, answer.status(), answer.text());
    }

    private static void assertRefused(ErrorCode code, Answer answer) {
        Refusals.assertRefusal(code, Messages.CHINESE, answer);
    }
}
