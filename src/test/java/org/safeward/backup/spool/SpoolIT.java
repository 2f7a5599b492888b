package org.safeward.backup.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.Repeats;
import org.safeward.fixture.VersionedDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;
import org.safeward.store.remote.FaultyWire;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.s3.S3Server;

/** A server on which no backup stays: each goes to a bucket, in several parts, whatever becomes of the server, the job and the way there meanwhile. */
class SpoolIT {
    private static final Duration SOON = Duration.ofSeconds(100);

    /** A backup has more than two parts of 8 MiB, and takes ten seconds to get there. */
    private static final int ROWS = 1800;

    private static final int BYTES_OF_ROW = 5000;
    private static final int BANDWIDTH = 2_000_000;
    private static final long SPOOL = 18_000_000;
    private static final int ALWAYS = 1000;

    @TempDir
    static Path folder;

    private static S3Server bucket;
    private static FaultyWire wire;
    private static RemoteStore direct;
    private static SafewardServer server;
    private static HeldJobs jobs;
    private static Api api;
    private static VersionedDatabase live;

    @BeforeAll
    static void start() throws Exception {
        bucket = S3Server.s3proxy("aws-v2-or-v4");
        wire = new FaultyWire(bucket.port());
        direct = bucket.settings("spooled").open(Limits.USUAL);
        live = VersionedDatabase.create(folder.resolve("live.db"), "wal", ROWS, BYTES_OF_ROW);
        server = SafewardServer.on(folder.resolve("home"))
                .with("safeward.language", "en")
                .with("safeward.backup.local", false)
                .with("safeward.spool.max-size", SPOOL)
                .with("safeward.destinations", "bucket")
                .with("safeward.destination.bucket.url", "s3://" + S3Server.BUCKET + "/spooled")
                .with("safeward.destination.bucket.endpoint", "http://127.0.0.1:" + wire.port())
                .with("safeward.destination.bucket.access-key", "tester")
                .with("safeward.destination.bucket.secret-key", S3Server.SECRET)
                .with("safeward.destination.bucket.bandwidth", BANDWIDTH)
                .protecting(live.file());
        jobs = new HeldJobs(server);
        api = server.start().api().inEnglish();
    }

    @AfterAll
    static void close() throws IOException {
        if (server != null) {
            server.close();
        }
        direct.close();
        wire.close();
        bucket.close();
    }

    /** What a test leaves in the spool leaves it. */
    @AfterEach
    void settle() throws IOException {
        jobs.release();
        wire.mend();
        assertEquals(200, api.post("destinations/bucket/test").status());
        assertTrue(
                Waiting.until(SOON, () -> spooled().isEmpty()),
                () -> api.get("backup/jobs").text());
        assertEquals(List.of(), direct.leftovers());
    }

    @Test
    void aServerThatIsKilledInTheMiddleOfAnUploadMakesTheCopyAgainAndLeavesNoPartOfTheFirst() throws Exception {
        JsonObject made = backedUp("killed");
        long id = made.getJsonNumber("id").longValue();
        assertFalse(record(id).getBoolean("off_site"));
        assertEquals(List.of(Path.of(made.getString("file_path"))), spooled());
        assertTrue(Waiting.until(SOON, () -> !leftovers().isEmpty()), "its first part is on the way");
        server.kill();
        List<String> begun = leftovers();
        api = server.start().api().inEnglish();
        assertEquals(1, begun.size(), "the upload that nobody goes on with");

        assertTrue(Waiting.until(SOON, () -> record(id).getBoolean("off_site")), server.log());
        assertEquals(List.of(), leftovers());
        assertTrue(Waiting.until(SOON, () -> spooled().isEmpty()), server.log());
        String beginning = "s3://" + S3Server.BUCKET + "/spooled";
        assertTrue(
                Waiting.until(SOON, () -> record(id).getString("file_path").startsWith(beginning)),
                () -> record(id).toString());
        live.becomeVersion("spoilt");
        JsonObject restored = restored(id);
        assertEquals("completed", restored.getString("state"), restored.toString());
        assertEquals(List.of("killed"), live.versions());
    }

    @Repeats("S3CopyTest.aStopIsHeardAtOnceWhileNothingMovesAndTheCopyIsMadeLater")
    @Test
    void aCopyThatIsCancelledWhileItIsSentLeavesNothingAndIsMadeOnRequest() throws Exception {
        long id = backedUp("not sent").getJsonNumber("id").longValue();
        assertTrue(Waiting.until(SOON, () -> !leftovers().isEmpty()));
        cancelled(id, () -> {});
        assertEquals(List.of(), leftovers());
        assertEquals("waiting", copy(id).getString("state"));
        assertFalse(names().contains(name(id)), "not under its name: " + names());
        assertEquals(List.of(), outgoing());
        assertEquals(1, spooled().size(), "the only file of the backup");
        assertMadeOnRequest(id);
    }

    /** Where a bucket has fallen silent meanwhile, it takes until its answers come again, or a minute. */
    @Test
    void aCopyThatIsCancelledWhileItIsReadBackIsNoneUntilItWasRead() throws Exception {
        jobs.hold("copy.upload.sent");
        long id = backedUp("not read").getJsonNumber("id").longValue();
        assertTrue(Waiting.until(SOON, () -> bytes(id) > 0 && leftovers().isEmpty() && names().contains(name(id))));
        wire.spoil(FaultyWire.Trouble.stallDown(1_000_000), ALWAYS);
        jobs.release();
        assertTrue(Waiting.until(SOON, () -> job(id).getString("step").equals("readback")));
        cancelled(id, wire::mend);
        assertFalse(record(id).getBoolean("off_site"));
        assertFalse(names().contains(name(id) + ".manifest.json"), "what makes it a copy");
        assertEquals(1, spooled().size());
        assertMadeOnRequest(id);
        assertTrue(names().contains(name(id) + ".manifest.json"), "under its first name: " + names());
    }

    @Repeats("SpoolTest.aFullSpoolFailsTheNextBackupNamesTheDestinationAndRemovesNothing")
    @Test
    void aFullSpoolRefusesTheNextBackupAndNamesTheDestination() throws Exception {
        wire.spoil(FaultyWire.Trouble.answer(403, "<Error><Code>AccessDenied</Code></Error>"), ALWAYS);
        Path waiting = Path.of(backedUp("first").getString("file_path"));
        assertTrue(Files.size(waiting) >= SPOOL, "the test needs larger backups");
        Answer refused = api.post("backup/create", "{}");
        assertEquals(507, refused.status(), refused.text());
        assertEquals("SPOOL_FULL", refused.error());
        assertTrue(refused.message().contains("bucket"), refused.message());
        assertEquals(List.of(waiting), spooled());
        wire.mend();
        assertEquals(200, api.post("destinations/bucket/test").status());
        assertTrue(Waiting.until(SOON, () -> spooled().isEmpty()), server.log());
        backedUp("second");
    }

    private static void assertMadeOnRequest(long id) {
        assertEquals(200, api.post("destinations/bucket/test").status());
        assertTrue(Waiting.until(SOON, () -> record(id).getBoolean("off_site")), server.log());
        assertTrue(Waiting.until(SOON, () -> spooled().isEmpty()), server.log());
    }

    private static JsonObject backedUp(String version) throws Exception {
        live.becomeVersion(version);
        Answer made = api.post("backup/create", "{}");
        assertEquals(200, made.status(), made.text());
        assertEquals("completed", made.data().getString("status"));
        return made.data();
    }

    private static JsonObject restored(long id) {
        long job = jobs.startRestore(id, false);
        jobs.awaitEnd(job);
        return jobs.job(job);
    }

    /** @param then happens when it was asked for */
    private static void cancelled(long id, Runnable then) {
        long job = job(id).getJsonNumber("id").longValue();
        assertEquals(
                200,
                api.post("backup/copies/cancel", "{\"destination\": \"bucket\"}")
                        .status());
        then.run();
        assertEquals("cancelled", jobs.awaitEnd(job, Duration.ofSeconds(20)).getString("state"));
        assertTrue(Waiting.until(SOON, () -> copy(id).getString("state").equals("waiting")));
    }

    /** The newest one that copies a backup. */
    private static JsonObject job(long id) {
        return api.get("backup/jobs?kind=copy").data().getJsonArray("list").getValuesAs(JsonObject.class).stream()
                .filter(job -> job.getInt("record_id") == id)
                .findFirst()
                .orElse(JsonObject.EMPTY_JSON_OBJECT);
    }

    private static long bytes(long id) {
        return job(id).getInt("bytes", 0);
    }

    private static JsonObject record(long id) {
        return api.get("backup/records/" + id).data();
    }

    private static JsonObject copy(long id) {
        return record(id).getJsonArray("copies").getValuesAs(JsonObject.class).stream()
                .filter(copy -> copy.getString("place").equals("bucket"))
                .findFirst()
                .orElseThrow();
    }

    private static String name(long id) {
        String path = copy(id).getString("path");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static List<String> leftovers() {
        try {
            return direct.leftovers().stream().map(left -> left.id()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names() {
        try {
            return direct.list().stream().map(file -> file.name()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> spooled() {
        return files("spool").stream()
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .toList();
    }

    private static List<Path> outgoing() {
        return files("outgoing");
    }

    private static List<Path> files(String below) {
        Path directory = server.home().resolve(below);
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
