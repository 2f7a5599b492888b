package org.safeward.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.Repeats;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** What WildFly's command line, and so its console, shows of our jobs; and that a stop there is a cancel. */
@EnabledIfSystemProperty(named = "tests.server", matches = "wildfly")
@OnEveryServer
class WildFlyToolsIT {
    private static final String BATCH = "/deployment=ROOT.war/subsystem=batch-jberet";

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static HeldJobs jobs;
    private static SmallDatabase live;

    @BeforeAll
    static void start() {
        live = SmallDatabase.create(folder.resolve("live.db"));
        server = SafewardServer.on(folder.resolve("home")).protecting(live.file());
        jobs = new HeldJobs(server);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void showsHowEachJobEnded() {
        long record = server.api().post("backup/create").data().getInt("id");
        assertEquals(
                200,
                server.api()
                        .post("backup/restore", "{\"record_id\": " + record + "}")
                        .status());
        String restored = jobs.awaitEnd(jobs.startRestore(record, false)).getString("state");
        assertEquals("completed", restored);

        JsonObject shown = awaitShown(
                        BATCH,
                        all -> hasCompleted(all.getJsonObject("job").getJsonObject("backup"))
                                && hasCompleted(all.getJsonObject("job").getJsonObject("restore")))
                .getJsonObject("job");
        JsonObject backup = newest(shown.getJsonObject("backup"));
        JsonObject restore = newest(shown.getJsonObject("restore"));
        for (JsonObject execution : new JsonObject[] {backup, restore}) {
            assertEquals("COMPLETED", execution.getString("batch-status"), execution.toString());
            assertEquals("COMPLETED", execution.getString("exit-status"), execution.toString());
            assertFalse(execution.getString("start-time").isEmpty());
            assertFalse(execution.getString("end-time").isEmpty());
        }
        assertFalse(shown.toString().contains(SafewardServer.API_KEY), shown.toString());
        assertEquals(0, shown.getJsonObject("undo").getInt("instance-count"));
    }

    @Repeats("WildFlyToolsIT.aStopOfARestoreThereIsACancelThatChangesNothing")
    @Test
    void aStopThereIsACancel() throws IOException {
        assertStopped("backup.dump", jobs::startBackup);
    }

    @Test
    void aStopOfARestoreThereIsACancelThatChangesNothing() throws IOException {
        long record = server.api().post("backup/create").data().getInt("id");
        live.execute("INSERT INTO note (text) VALUES ('since')");
        String notes = live.notes();
        assertStopped("restore.swap", database -> jobs.startRestore(record, false));
        assertEquals(notes, live.notes());
    }

    /** WildFly stops the jobs first, in the same way. */
    @Test
    void aShutdownThereIsNoCancel() throws IOException {
        jobs.hold("backup.dump");
        long job = jobs.startBackup("default");
        jobs.awaitAt(job, "backup.dump");
        server.administer("--command=:shutdown");
        assertEquals(0, server.exitCode());
        jobs.release();
        server.start();
        JsonObject ended = jobs.job(job);
        assertEquals("failed", ended.getString("state"), ended.toString());
        assertEquals("SERVER_STOPPED", ended.getString("error"), ended.toString());
        assertEquals(200, server.api().post("backup/create").status());
    }

    /** The script that started the server starts it again, with its jobs ended and without a service manager. */
    @Test
    void theRestartActionMayUseTheServersOwnCommandLine() {
        try (SafewardServer own = SafewardServer.on(folder.resolve("restarted home"))) {
            own.protecting(live.file())
                    .with(
                            "safeward.restart.command",
                            String.join(" ", own.administration("--command=:shutdown(restart=true)")))
                    .start();
            assertEquals(200, own.api().post("backup/create").status());
            long first = own.pid();
            assertEquals(
                    200,
                    own.api()
                            .post("admin/maintenance", "{\"action\": \"restart\"}")
                            .status());
            assertTrue(Waiting.until(Duration.ofSeconds(60), () -> own.pid() != first), own::log);
            own.awaitHealth();
            assertEquals(1, own.api().get("backup/list").data().getInt("total"));
        }
    }

    private interface Start {
        long of(String database);
    }

    private static void assertStopped(String place, Start start) throws IOException {
        jobs.hold(place);
        try {
            long job = start.of("default");
            jobs.awaitAt(job, place);
            String kind = place.split("\\.")[0];
            String execution = awaitRunning(kind);
            ask(BATCH + ":stop-job(execution-id=" + execution + ")");

            JsonObject ended = jobs.awaitEnd(job, Duration.ofSeconds(10));
            assertEquals("cancelled", ended.getString("state"), ended.toString());
            assertEquals("JOB_CANCELLED", ended.getString("error"), ended.toString());
            if (kind.equals("backup")) {
                String record = ended.getJsonNumber("record_id").toString();
                assertEquals(
                        "cancelled",
                        server.api().get("backup/records/" + record).data().getString("status"));
            }
            String address = BATCH + "/job=" + kind + "/execution=" + execution;
            assertTrue(
                    Waiting.until(
                            Duration.ofSeconds(10),
                            () -> ask(address + ":read-resource(include-runtime=true)")
                                    .getString("batch-status")
                                    .equals("STOPPED")),
                    () -> ask(address + ":read-resource(include-runtime=true)").toString());
            assertEquals(
                    "CANCELLED",
                    ask(address + ":read-resource(include-runtime=true)").getString("exit-status"));
        } finally {
            jobs.release();
        }
        assertEquals(200, server.api().post("backup/create").status());
    }

    /** The number of the one execution that runs. */
    private static String awaitRunning(String kind) {
        JsonObject shown =
                awaitShown(BATCH + "/job=" + kind, job -> running(job).isPresent());
        assertEquals(1, shown.getInt("running-executions"), shown.toString());
        return running(shown).orElseThrow();
    }

    /** WildFly asks its job repository for executions every three seconds at most: until then it shows those that it knew. */
    private static JsonObject awaitShown(String address, Predicate<JsonObject> condition) {
        AtomicReference<JsonObject> shown = new AtomicReference<>();
        boolean found = Waiting.until(Duration.ofSeconds(20), () -> {
            shown.set(ask(address + ":read-resource(recursive=true,include-runtime=true)"));
            return condition.test(shown.get());
        });
        assertTrue(found, () -> shown.get().toString());
        return shown.get();
    }

    private static boolean hasCompleted(JsonObject job) {
        return job.get("execution") instanceof JsonObject
                && newest(job).getString("batch-status").equals("COMPLETED");
    }

    private static Optional<String> running(JsonObject job) {
        return job.getJsonObject("execution").entrySet().stream()
                .filter(execution -> execution
                        .getValue()
                        .asJsonObject()
                        .getString("batch-status")
                        .equals("STARTED"))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static JsonObject newest(JsonObject job) {
        JsonObject executions = job.getJsonObject("execution");
        String number = executions.keySet().stream()
                .max(java.util.Comparator.comparingInt(Integer::parseInt))
                .orElseThrow();
        return executions.getJsonObject(number);
    }

    /** The result of an operation, where it has one. */
    private static JsonObject ask(String operation) {
        String answer = server.administer("--output-json", "--command=" + operation);
        try (JsonReader reader = Json.createReader(new StringReader(answer.substring(answer.indexOf('{'))))) {
            JsonObject json = reader.readObject();
            assertEquals("success", json.getString("outcome"), answer);
            return json.get("result") instanceof JsonObject result ? result : JsonObject.EMPTY_JSON_OBJECT;
        }
    }
}
