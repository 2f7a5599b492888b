package org.safeward.backup.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.VersionedDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.hooks.Receiver;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;
import org.safeward.store.remote.FaultyWire;
import org.safeward.store.remote.s3.S3Server;
import org.safeward.store.remote.sftp.OpenSshServer;

/** Backups whose files lie in destinations alone: a directory, a bucket, a directory of an SSH server. */
class CopyOnlyIT {
    /** About 2 MB of bytes that do not compress. */
    private static final int ROWS = 200;

    private static final int BYTES_OF_ROW = 5000;

    @TempDir
    static Path folder;

    private static final Map<String, String> places = new TreeMap<>();
    private static S3Server bucket;
    private static OpenSshServer ssh;
    private static FaultyWire wire;
    private static Receiver receiver;
    private static SafewardServer server;
    private static HeldJobs jobs;
    private static Api api;
    private static VersionedDatabase live;
    private static CatalogFile catalog;

    @BeforeAll
    static void start() throws Exception {
        bucket = S3Server.s3proxy("aws-v2-or-v4");
        wire = new FaultyWire(bucket.port());
        ssh = new OpenSshServer();
        Files.createDirectories(folder.resolve("disk"));
        places.put("safeward.destinations", "disk,bucket,ssh");
        places.put("safeward.destination.disk.url", "file://" + folder.resolve("disk"));
        places.put("safeward.destination.bucket.url", "s3://" + S3Server.BUCKET + "/only");
        places.put("safeward.destination.bucket.endpoint", "http://127.0.0.1:" + wire.port());
        places.put("safeward.destination.bucket.access-key", "tester");
        places.put("safeward.destination.bucket.secret-key", S3Server.SECRET);
        places.put(
                "safeward.destination.ssh.url",
                "sftp://" + OpenSshServer.USER + "@127.0.0.1:" + ssh.port() + ssh.newDirectory());
        places.put("safeward.destination.ssh.key-file", ssh.key().toString());
        Path known = Files.writeString(folder.resolve("known_hosts"), ssh.known("ed25519", ssh.port()));
        places.put("safeward.destination.ssh.known-hosts", known.toString());
        live = VersionedDatabase.create(folder.resolve("live.db"), "wal", ROWS, BYTES_OF_ROW);
        server = SafewardServer.deployed(folder.resolve("home"))
                .withFaults()
                .with("safeward.language", "en")
                .protecting(live.file());
        receiver = new Receiver(call -> false);
        server.with("safeward.hooks.on-failure", receiver.at("/failure"));
        places.forEach(server::with);
        jobs = new HeldJobs(server);
        api = server.start().api().inEnglish();
        catalog = new CatalogFile(server.home());
    }

    @AfterAll
    static void stop() throws IOException {
        for (AutoCloseable one : new AutoCloseable[] {server, wire, bucket, ssh, receiver}) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    /** What one test leaves damaged is not made again, by fetching it from elsewhere, while the next one runs. */
    @AfterEach
    void settle() {
        wire.mend();
        assertTrue(
                Waiting.until(Duration.ofMinutes(1), () -> {
                    catalog.change("UPDATE backup_copy SET state = 'EXPIRED' WHERE state IN ('WAITING', 'DAMAGED')");
                    return catalog.ask("SELECT count(*) FROM backup_copy WHERE state = 'UPLOADING'")
                            .equals("0");
                }),
                () -> api.get("backup/jobs").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk", "bucket", "ssh"})
    void aBackupThatLiesThereAloneComesBack(String place) throws Exception {
        JsonObject record = backedUp("version of " + place);
        long id = record.getJsonNumber("id").longValue();
        byte[] file = away(record, place);
        live.becomeVersion("spoilt");
        JsonObject check = api.get("backup/restore/preview?record_id=" + id)
                .data()
                .getJsonArray("checks")
                .getJsonObject(0);
        assertEquals("passed", check.getString("outcome"), check.toString());
        assertTrue(check.getString("text").contains(copyName(id)), check.toString());
        JsonObject restored = restored(id);
        assertEquals("completed", restored.getString("state"), restored.toString());
        assertTrue(restored.toString().contains("The file was fetched from"), restored.toString());
        assertEquals(List.of("version of " + place), live.versions());

        var all = api.download("backup/download/" + id, folder.resolve("downloaded"));
        assertEquals(200, all.statusCode());
        assertEquals(
                '"' + record.getString("sha256") + '"',
                all.headers().firstValue("ETag").orElseThrow());
        assertTrue(all.headers().firstValue("Content-Disposition").orElseThrow().contains(copyName(id)));
        assertEquals(-1, Files.mismatch(all.body(), Files.write(folder.resolve("sent"), file)));
        var part = api.with("Range", "bytes=-1000").download("backup/download/" + id, folder.resolve("part"));
        assertEquals(206, part.statusCode());
        byte[] end = Arrays.copyOfRange(file, file.length - 1000, file.length);
        assertArrayEquals(end, Files.readAllBytes(part.body()));

        JsonObject drill = ended(jobs.respondingAtOnce()
                .post("backup/drills", "{\"database\": \"default\", \"record_id\": " + id + "}"));
        assertEquals("completed", drill.getString("state"), drill.toString());
        String from = api.get("backup/records/" + id).data().getString("proven_from");
        assertTrue(from.endsWith(copyName(id)), from);
        assertTrue(!status().getJsonArray("warnings").toString().contains("are gone"), status().toString());
    }

    @Test
    void aDamagedCopyIsPassedOverAndTheJobSaysSo() throws Exception {
        JsonObject record = backedUp("passed over");
        long id = record.getJsonNumber("id").longValue();
        byte[] file = away(record, "disk", "bucket", "ssh");
        file[file.length / 2] ^= 1;
        Files.write(folder.resolve("disk").resolve(copyName(id)), file);
        live.becomeVersion("spoilt");
        wire.spoil(FaultyWire.Trouble.answer(403, "<Error><Code>AccessDenied</Code></Error>"), 1000);
        JsonObject restored = restored(id);
        assertEquals("completed", restored.getString("state"), restored.toString());
        assertEquals(List.of("passed over"), live.versions());
        List<String> warned = restored.getJsonArray("warnings").getValuesAs(JsonObject.class).stream()
                .map(warning -> warning.getString("code"))
                .toList();
        assertEquals(List.of("COPY_PASSED_OVER", "COPY_PASSED_OVER"), warned, restored.toString());
        assertEquals("DAMAGED", state(id, "disk"));
        assertEquals("GOOD", state(id, "bucket"), "out of reach is no damage");
    }

    @Test
    void withNoGoodCopyEachPlaceIsNamedAndNothingChanges() throws Exception {
        JsonObject record = backedUp("nowhere");
        long id = record.getJsonNumber("id").longValue();
        away(record, "disk", "bucket");
        Files.delete(folder.resolve("disk").resolve(copyName(id)));
        wire.spoil(FaultyWire.Trouble.answer(403, "<Error><Code>AccessDenied</Code></Error>"), 1000);
        live.becomeVersion("still here");
        JsonObject restored = restored(id);
        assertEquals("NO_GOOD_COPY", restored.getString("error"), restored.toString());
        assertTrue(restored.toString().contains("DESTINATION_REFUSED"), restored.toString());
        assertEquals(List.of("still here"), live.versions());
    }

    /** There is no second directory, from which the file would be made anew meanwhile. */
    @Test
    void aFileThatIsMovedAwayIsToldOfAtOnceAndGoodAgainWhenItIsBack() throws Exception {
        JsonObject record = backedUp("moved");
        long id = record.getJsonNumber("id").longValue();
        Path file = Path.of(record.getString("file_path"));
        assertTrue(Waiting.until(Duration.ofMinutes(2), () -> good(id) == 3));
        Path moved = Files.move(file, folder.resolve("moved"));

        assertEquals("damaged", first(id).getString("state"));
        assertEquals("BACKUP_FILE_MISSING", first(id).getString("error"));
        assertTrue(status().getJsonArray("warnings").toString().contains("are gone: " + id), status().toString());
        String preview = api.get("backup/restore/preview?record_id=" + id).text();
        assertTrue(preview.contains("disk/" + copyName(id)) && preview.contains(file + " (BACKUP_FILE_MISSING)"));
        var sent = api.download("backup/download/" + id, folder.resolve("instead"));
        assertEquals(-1, Files.mismatch(sent.body(), moved));
        JsonObject told = receiver.await("copy-damaged", "default", 1, Duration.ofSeconds(30))
                .get(0)
                .body();
        assertEquals(file.toString(), told.getString("path"));
        JsonObject restored = restored(id);
        assertEquals("completed", restored.getString("state"), restored.toString());
        assertTrue(restored.getJsonArray("warnings").toString().contains("COPY_PASSED_OVER"), restored.toString());
        assertEquals(id, status().getJsonArray("damaged").getInt(0));
        assertEquals(1, receiver.about("copy-damaged", "default").size(), "told once");

        Files.move(moved, file);
        JsonObject again = restored(id);
        assertEquals("completed", again.getString("state"), again.toString());
        assertTrue(again.getJsonArray("warnings").isEmpty(), again.toString());
        assertEquals("good", first(id).getString("state"));
        assertTrue(
                first(id).isNull("damaged_at") && first(id).isNull("error"),
                first(id).toString());
        assertTrue(status().getJsonArray("damaged").isEmpty(), status().toString());
    }

    @Test
    void aServerThatDiesWhileItFetchesLeavesNothingAndCanBeAskedAgain() throws Exception {
        JsonObject record = backedUp("after the kill");
        long id = record.getJsonNumber("id").longValue();
        away(record, "bucket");
        live.becomeVersion("spoilt");
        wire.spoil(FaultyWire.Trouble.stallDown(1_000_000), 1000);
        long job = HeldJobs.started(jobs.respondingAtOnce().post("backup/restore", "{\"record_id\": " + id + "}"));
        assertTrue(Waiting.until(Duration.ofSeconds(30), () -> halves() > 0));
        assertEquals(1, halves());
        server.kill();
        wire.mend();
        server.start();
        assertEquals("SERVER_STOPPED", jobs.awaitEnd(job).getString("error"));
        assertEquals(List.of(), inFetched());
        assertEquals(List.of("spoilt"), live.versions());
        assertEquals("completed", restored(id).getString("state"));
        assertEquals(List.of("after the kill"), live.versions());
    }

    private static JsonObject backedUp(String version) throws SQLException {
        live.becomeVersion(version);
        return api.post("backup/create", "{}").data();
    }

    private static JsonObject restored(long record) {
        return ended(jobs.respondingAtOnce().post("backup/restore", "{\"record_id\": " + record + "}"));
    }

    private static JsonObject first(long record) {
        return api.get("backup/records/" + record).data().getJsonArray("copies").getJsonObject(0);
    }

    private static JsonObject status() {
        return api.get("backup/status?database=default").data();
    }

    private static JsonObject ended(Answer started) {
        long job = HeldJobs.started(started);
        jobs.awaitEnd(job);
        return api.get("backup/jobs/" + job).data();
    }

    /** Waits until the server has copied it everywhere; then its own file goes, and all copies but these are forgotten. */
    private static byte[] away(JsonObject record, String... destinations) throws IOException {
        Path file = Path.of(record.getString("file_path"));
        long id = record.getJsonNumber("id").longValue();
        assertTrue(
                Waiting.until(Duration.ofMinutes(2), () -> good(id) == 3),
                () -> api.get("backup/jobs").toString());
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        catalog.change("UPDATE backup_record SET file_removed_at = 1, file_path = 'elsewhere' WHERE id = ?", id);
        for (String destination : List.of("disk", "bucket", "ssh")) {
            if (!List.of(destinations).contains(destination)) {
                catalog.change(
                        "UPDATE backup_copy SET state = 'EXPIRED' WHERE record_id = ? AND destination = ?",
                        id,
                        destination);
            }
        }
        return content;
    }

    private static int good(long id) {
        return Integer.parseInt(
                catalog.ask("SELECT count(*) FROM backup_copy WHERE record_id = ? AND state = 'GOOD'", id));
    }

    private static String copyName(long id) {
        return catalog.ask("SELECT name FROM backup_copy WHERE record_id = ? AND state = 'GOOD'", id);
    }

    private static String state(long id, String destination) {
        return catalog.ask("SELECT state FROM backup_copy WHERE record_id = ? AND destination = ?", id, destination);
    }

    /** Others are what was fetched whole, which is kept for an hour. */
    private static long halves() {
        return inFetched().stream().filter(name -> name.startsWith(".")).count();
    }

    private static List<String> inFetched() {
        try (Stream<Path> files = Files.list(server.home().resolve("fetched"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
