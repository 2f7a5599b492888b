package org.safeward.backup.offsite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.FileSum;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Thorough;
import org.safeward.fixture.Waiting;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** A running server copies its backups by itself, whatever becomes of it meanwhile. */
class CopyIT {
    private static final Duration SOON = Duration.ofSeconds(100);

    @TempDir
    static Path folder;

    private static Path nas;
    private static SafewardServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        nas = Files.createDirectory(folder.resolve("nas"));
        SmallDatabase live = SmallDatabase.create(folder.resolve("live.db"));
        live.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                + " INSERT INTO note (text) SELECT randomblob(10000) FROM n");
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live.file())
                .with("safeward.destinations", "nas")
                .with("safeward.destination.nas.url", nas.toUri())
                // So that an upload of ten megabytes lasts for three seconds.
                .with("safeward.destination.nas.bandwidth", 3_300_000)
                .start();
        api = server.api().inEnglish();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void aBackupIsCopiedWithoutBeingAskedForAndTheJobSaysWhereTo() throws IOException {
        JsonObject backup = api.post("backup/create", "{}").data();

        JsonObject job = ended(backup);

        assertEquals("completed", job.getString("state"), job.toString());
        assertEquals("nas", job.getString("target"));
        assertEquals("default", job.getString("database"));
        Path copy =
                nas.resolve("default-" + Path.of(backup.getString("file_path")).getFileName());
        assertEquals(backup.getString("sha256"), FileSum.sha256(copy, () -> {}));
        assertTrue(Files.exists(nas.resolve(copy.getFileName() + ".manifest.json")));
        assertEquals(2, job.getJsonArray("checks").size(), job.toString());
    }

    @Test
    @OnEveryServer
    void whenTheServerIsKilledWhileItCopiesTheCopyIsMadeAndNothingElseIsLeft() throws IOException {
        Random random = new Random(19);
        for (int time = 0; time < Thorough.orElse(20, 2); time++) {
            JsonObject backup = api.post("backup/create", "{}").data();
            Waiting.sleep(Duration.ofMillis(random.nextInt(4500)));
            server.kill();
            server.launch().awaitHealth();
            api = server.api().inEnglish();

            assertTrue(Waiting.until(SOON, () -> state(backup).equals("good")), server.log());
            Path copy = nas.resolve(
                    "default-" + Path.of(backup.getString("file_path")).getFileName());
            assertEquals(backup.getString("sha256"), FileSum.sha256(copy, () -> {}));
        }
        List<String> files;
        try (Stream<Path> all = Files.list(nas)) {
            files = all.map(file -> file.getFileName().toString()).toList();
        }
        assertTrue(files.stream().noneMatch(name -> name.startsWith(".")), "no halves: " + files);
        long manifests =
                files.stream().filter(name -> name.endsWith(".manifest.json")).count();
        assertEquals(files.size(), 2 * manifests, "each with its manifest: " + files);
    }

    /** Of its copy; empty until that is known. */
    private static String state(JsonObject backup) {
        List<JsonValue> all =
                api.get("backup/records/" + backup.getInt("id")).data().getJsonArray("copies");
        return all.stream()
                .map(JsonValue::asJsonObject)
                .filter(copy -> copy.getString("place").equals("nas"))
                .map(copy -> copy.getString("state"))
                .findFirst()
                .orElse("");
    }

    /** The job that copied a backup, when it has ended. */
    private static JsonObject ended(JsonObject backup) {
        assertTrue(Waiting.until(SOON, () -> copies(backup).anyMatch(job -> !job.isNull("ended_at"))), server.log());
        return copies(backup).filter(job -> !job.isNull("ended_at")).findFirst().orElseThrow();
    }

    private static Stream<JsonObject> copies(JsonObject backup) {
        List<JsonValue> jobs = api.get("backup/jobs?kind=copy").data().getJsonArray("list");
        return jobs.stream().map(JsonValue::asJsonObject).filter(job -> job.getInt("record_id") == backup.getInt("id"));
    }
}
