package org.safeward.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Jobs of a server in development mode that wait at a place of their work until the test goes on: the way to kill, pause or cancel
 * them just there. Places are {@code backup.dump}, {@code restore.swap}, {@code backup.publish.renamed}, ...
 */
public final class HeldJobs {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled", "timeout");

    private final SafewardServer server;

    public HeldJobs(SafewardServer server) {
        this.server = server.with("safeward.mode", "development");
    }

    /** From now on jobs stop at these places, and at no others. */
    public void hold(String... places) throws IOException {
        // In one piece: the server looks all the time.
        Path written = Files.writeString(server.home().resolve("breakpoint.new"), String.join("\n", places));
        Files.move(written, server.home().resolve("breakpoint"), StandardCopyOption.ATOMIC_MOVE);
    }

    public void release() throws IOException {
        Files.deleteIfExists(server.home().resolve("breakpoint"));
    }

    /** The id of the job that a request has started, which must not have waited for its end. */
    public static long started(Answer answer) {
        assertEquals(202, answer.status(), answer.text());
        return answer.data().getJsonNumber("id").longValue();
    }

    public long startBackup(String database) {
        return started(respondingAtOnce()
                .post(
                        "backup/create",
                        Json.createObjectBuilder().add("database", database).build()));
    }

    public long startRestore(long record, boolean safetyBackup) {
        return started(respondingAtOnce()
                .post(
                        "backup/restore",
                        Json.createObjectBuilder()
                                .add("record_id", record)
                                .add("safety_backup", safetyBackup)
                                .build()));
    }

    public Api respondingAtOnce() {
        return server.api().with("Prefer", "respond-async");
    }

    public JsonObject job(long id) {
        return server.api().inEnglish().get("backup/jobs/" + id).data();
    }

    /** Waits until the job is in the step of the place; for a place inside a step that is not yet there. */
    public void awaitAt(long job, String place) {
        String step = place.split("\\.")[1];
        await(
                job,
                "step " + step,
                json -> json.getString("step").equals(step) || ENDS.contains(json.getString("state")));
        assertEquals(step, job(job).getString("step"), () -> job(job).toString());
        assertEquals("running", job(job).getString("state"), () -> job(job).toString());
    }

    /** @return the job when it has ended */
    public JsonObject awaitEnd(long job) {
        return awaitEnd(job, LONG_ENOUGH);
    }

    public JsonObject awaitEnd(long job, Duration limit) {
        assertTrue(
                Waiting.until(limit, () -> ENDS.contains(job(job).getString("state"))),
                () -> "not ended: " + job(job) + "\n" + server.log());
        return job(job);
    }

    private void await(long job, String what, Predicate<JsonObject> condition) {
        assertTrue(
                Waiting.until(LONG_ENOUGH, () -> condition.test(job(job))),
                () -> "no " + what + ": " + job(job) + "\n" + server.log());
    }
}
