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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.FileSum;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.Api;
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
        server = SafewardServer.on(folder.resolve("home"))
                .protecting(live.file())
                .with("safeward.destinations", "nas")
                .with("safeward.destination.nas.url", nas.toUri())
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
