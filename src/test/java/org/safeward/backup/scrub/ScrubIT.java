package org.safeward.backup.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.FileSum;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.hooks.Receiver;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** A running server notices by itself that disks have forgotten something. What it then does at each step is the matter of {@code ScrubTest}. */
class ScrubIT {
    /** It looks each minute. */
    private static final Duration SOON = Duration.ofSeconds(100);

    @TempDir
    static Path folder;

    private static Receiver receiver;
    private static SafewardServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        receiver = new Receiver(call -> false);
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", "default,lost")
                .with("safeward.hooks.on-failure", receiver.at("/failure"))
                .with("safeward.backup.second-directory", folder.resolve("second"));
        for (String name : List.of("default", "lost")) {
            SmallDatabase live = SmallDatabase.create(folder.resolve(name + ".db"));
            server.with("safeward.database." + name + ".url", "jdbc:sqlite:" + live.file());
        }
        new SmallDatabase(folder.resolve("default.db"))
                .execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
                        + " INSERT INTO note (text) SELECT randomblob(10000) FROM n");
        api = server.start().api().inEnglish();
    }

    @AfterAll
    static void close() {
        receiver.close();
        server.close();
    }

    @Test
    void whatIsDamagedIsHealedAlsoAfterAKillAndWhatCannotBeStandsFirst() throws IOException {
        JsonObject healed = backup("default");
        JsonObject lost = backup("lost");
        assertEquals(2, healed.getJsonArray("copies").size());
        assertFalse(healed.getJsonArray("copies").getJsonObject(1).isNull("verified_at"), "it was read back");
        Path file = file(healed);
        spoil(file);
        spoil(file(lost));
        spoil(folder.resolve("second/lost").resolve(file(lost).getFileName()));
        CatalogFile catalog = new CatalogFile(server.home());
        catalog.change(
                "UPDATE backup_record SET verified_at = ?",
                Instant.now().minus(Duration.ofDays(31)).toEpochMilli());

        Path writing = file.resolveSibling(".safeward-0-backup");
        assertTrue(untilAtOnce(() -> Files.exists(writing)), server.log());
        server.kill();
        assertFalse(Files.exists(writing) && isWhole(file, healed), "nothing gets its name before it is proven");
        long size = healed.getJsonNumber("file_size").longValue();
        assertEquals(size, Files.size(file), "the damaged one or the new one, and nothing between");

        // The killed one keeps its turn for minutes.
        catalog.change("UPDATE scrub_turn SET until_at = 0");
        server.launch().awaitHealth();
        api = server.api().inEnglish();
        assertTrue(
                Waiting.until(SOON, () -> damaged("lost") && !damaged("default") && isWhole(file, healed)),
                server.log());
        assertTrue(Waiting.until(
                SOON, () -> verifiedAt(healed) > Instant.now().minusSeconds(300).getEpochSecond()));
        assertFalse(Files.exists(writing));

        receiver.await("copy-damaged", "lost", 2, SOON);
        JsonObject status = api.get("backup/status?database=lost").data();
        assertEquals(lost.getInt("id"), status.getJsonArray("damaged").getInt(0));
        assertTrue(
                status.getJsonArray("warnings").getString(0).contains("could not be healed: " + lost.getInt("id")),
                status.toString());
        assertTrue(status.isNull("last_success_at"), "it is no good backup any more");
        assertTrue(api.get("metrics").text().contains("safeward_backup_damaged{database=\"lost\"} 1"));
    }

    private static boolean untilAtOnce(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.onSpinWait();
            Waiting.sleep(Duration.ofMillis(2));
        }
        return true;
    }

    private static boolean damaged(String database) {
        return !api.get("backup/status?database=" + database)
                .data()
                .getJsonArray("damaged")
                .isEmpty();
    }

    private static long verifiedAt(JsonObject record) {
        return api.get("backup/records/" + record.getInt("id"))
                .data()
                .getJsonArray("copies")
                .getJsonObject(0)
                .getJsonNumber("verified_at")
                .longValue();
    }

    private static boolean isWhole(Path file, JsonObject record) {
        try {
            return FileSum.sha256(file, () -> {}).equals(record.getString("sha256"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void spoil(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            int was = bytes.read();
            bytes.seek(bytes.length() / 2);
            bytes.write(was ^ 1);
        }
    }

    private static JsonObject backup(String database) {
        Answer answer = api.post("backup/create", "{\"database\": \"" + database + "\"}");
        assertEquals(200, answer.status(), answer.text());
        return api.get("backup/records/" + answer.data().getInt("id")).data();
    }

    private static Path file(JsonObject record) {
        return Path.of(record.getString("file_path"));
    }
}
