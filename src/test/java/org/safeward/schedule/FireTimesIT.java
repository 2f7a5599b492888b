package org.safeward.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.Repeats;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.SafewardServer;

/**
 * Five databases that are due each minute, two nodes, four minutes or more: at least twenty fire times, in which each node is paused once and
 * killed once with jobs at work. None is run twice, and none is lost but those of a node that was killed, which are reported.
 */
@Repeats({"BackupTimerIT", "TwoNodesIT", "RunScheduleTest"})
@ExtendWith(PostgresServer.Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FireTimesIT {
    private static final String CATALOG = "fire_times";
    private static final List<String> DATABASES = List.of("one", "two", "three", "four", "five");
    private static final Duration LEASE = Duration.ofSeconds(10);
    /** In which a due backup has begun, also on a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static SafewardServer first;
    private static SafewardServer second;
    private static Instant begin;
    private static String nodeOfSecond;
    private static int last;
    private static final Set<Integer> killed = new TreeSet<>();

    @BeforeAll
    static void start(PostgresServer shared) {
        postgres = shared;
        postgres.create(CATALOG);
        first = node("first");
        second = node("second");
        CompletableFuture<SafewardServer> started = CompletableFuture.supplyAsync(first::start);
        second.start();
        started.join();
    }

    private static SafewardServer node(String name) {
        SafewardServer node = SafewardServer.on(folder.resolve(name))
                .withFaults()
                .with("safeward.catalog.url", "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + CATALOG)
                .with("safeward.catalog.user", PostgresServer.SUPERUSER)
                .with("safeward.catalog.password", PostgresServer.PASSWORD)
                .with("safeward.jobs.lease", LEASE.toSeconds() + "s")
                .with("safeward.backup.directory", folder.resolve("backups"))
                .with("safeward.databases", String.join(",", DATABASES));
        for (String database : DATABASES) {
            Path file = folder.resolve(database + ".db");
            if (!Files.exists(file)) {
                SmallDatabase.create(file);
            }
            node.with("safeward.database." + database + ".url", "jdbc:sqlite:" + file);
        }
        return node;
    }

    @AfterAll
    static void stop() {
        Stream.of(first, second).filter(Objects::nonNull).forEach(SafewardServer::close);
        postgres.drop(CATALOG);
    }

    private static Instant minute(int number) {
        return begin.plus(Duration.ofMinutes(number));
    }

    /** The node that was told of the new times does not live to see them: the other one must have noticed. */
    @Order(1)
    @Test
    void aChangedConfigReachesTheOtherNodesTimerWithinAMinute() {
        begin = Schedules.minuteIn(Duration.ofSeconds(20));
        Schedules.sleepUntil(begin.minusSeconds(30));
        for (String database : DATABASES) {
            JsonObjectBuilder config = Schedules.config(database, "* * * * *").add("backup_max_count", 1000);
            assertEquals(200, first.api().put("backup/config", config.build()).status());
        }
        assertTrue(Instant.now().isBefore(begin.minusSeconds(1)), "the machine is too slow for this");
        first.pause();
        awaitBegun(second, 0);
        first.resume();
        List<JsonObject> jobs = jobsOf(second, 0);
        Set<String> nodes = jobs.stream().map(job -> job.getString("node")).collect(Collectors.toSet());
        assertEquals(1, nodes.size(), nodes.toString());
        nodeOfSecond = nodes.iterator().next();
    }

    @Order(2)
    @Test
    void oneNodeIsKilledWhileItWorksOnAllAndTheOtherSleeps() throws IOException {
        HeldJobs held = new HeldJobs(first);
        Schedules.sleepUntil(minute(1).minusSeconds(4));
        held.hold("backup.verify");
        second.pause();
        awaitBegun(first, 1);
        jobsOf(first, 1).forEach(job -> held.awaitAt(job.getInt("id"), "backup.verify"));
        jobsOf(first, 1).forEach(job -> killed.add(job.getInt("id")));
        first.kill();
        // Late: everything that was due is somebody's already.
        second.resume();
        assertEquals(DATABASES.size(), killed.size());
        held.release();
        first.start();
    }

    @Order(3)
    @Test
    void theOtherIsKilledWithWhatItHasTaken() throws IOException {
        HeldJobs held = new HeldJobs(second);
        // The other one may have taken long to start again.
        int number = Math.max(2, Math.toIntExact(minuteOf(Instant.now().plusSeconds(4))) + 1);
        Schedules.sleepUntil(minute(number).minusSeconds(4));
        held.hold("backup.verify");
        awaitBegun(first, number);
        // Who takes which is a race, in which it may get none.
        while (ofSecond(number).isEmpty()) {
            number++;
            awaitBegun(first, number);
        }
        int killedIn = number;
        assertTrue(
                Waiting.until(SOON, () -> ofSecond(killedIn).stream().allMatch(FireTimesIT::isHeldOrOver)),
                () -> ofSecond(killedIn).toString());
        ofSecond(killedIn).stream().filter(FireTimesIT::isRunning).forEach(job -> killed.add(job.getInt("id")));
        second.kill();
        last = killedIn + 1;
    }

    @Order(4)
    @Test
    void everyFireTimeWasOneBackupOrOneThatIsReported() throws IOException {
        awaitBegun(first, last);
        assertTrue(
                Waiting.until(
                        Duration.ofSeconds(50),
                        () -> fired().stream()
                                .noneMatch(
                                        record -> Set.of("pending", "running").contains(record.getString("status")))),
                () -> fired().toString());
        List<JsonObject> fired = fired();
        List<String> runs = fired.stream()
                .map(record -> record.getString("database") + " " + minuteOf(record.getInt("created_at")))
                .sorted()
                .toList();
        List<String> due = new ArrayList<>();
        for (String database : DATABASES) {
            for (int number = 0; number <= last; number++) {
                due.add(database + " " + number);
            }
        }
        assertTrue(due.size() >= 20, due.toString());
        assertEquals(due.stream().sorted().toList(), runs);

        Set<Integer> lost = new TreeSet<>();
        for (JsonObject record : fired) {
            if (record.getString("status").equals("completed")) {
                assertTrue(Files.exists(Path.of(record.getString("file_path"))), record.toString());
            } else {
                JsonObject job = job(first, record.getInt("task_id"));
                assertEquals("SERVER_STOPPED", job.getString("error"), job.toString());
                assertEquals("failed", record.getString("status"), record.toString());
                assertFalse(record.getString("failure_reason").isEmpty());
                lost.add(record.getInt("task_id"));
            }
        }
        assertEquals(killed, lost);
        assertTrue(killed.size() > DATABASES.size(), "both were killed with jobs at work: " + killed);
        assertEquals("0", postgres.ask(CATALOG, "SELECT count(*) - count(DISTINCT record_id) FROM public.job"));
    }

    /** The automatic backups of these minutes; there may be newer ones already. */
    private static List<JsonObject> fired() {
        return DATABASES.stream()
                .flatMap(database -> Schedules.automatic(first.api(), database).stream())
                .filter(record -> record.getInt("created_at") < minute(last + 1).getEpochSecond())
                .toList();
    }

    /** Waits until each database's backup of a minute has begun. */
    private static void awaitBegun(SafewardServer asked, int number) {
        Schedules.sleepUntil(minute(number));
        assertTrue(
                Waiting.until(SOON, () -> jobsOf(asked, number).size() == DATABASES.size()),
                () -> jobsOf(asked, number) + "\n" + asked.log());
    }

    private static List<JsonObject> jobsOf(SafewardServer asked, int number) {
        return asked
                .api()
                .get("backup/jobs?page_size=100")
                .data()
                .getJsonArray("list")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(job -> minuteOf(job.getInt("created_at")) == number)
                .toList();
    }

    private static List<JsonObject> ofSecond(int number) {
        return jobsOf(first, number).stream()
                .filter(job -> job.getString("node").equals(nodeOfSecond))
                .toList();
    }

    private static boolean isHeldOrOver(JsonObject job) {
        return !isRunning(job) || job.getString("step").equals("verify");
    }

    private static boolean isRunning(JsonObject job) {
        return Set.of("pending", "running").contains(job.getString("state"));
    }

    private static long minuteOf(int second) {
        return minuteOf(Instant.ofEpochSecond(second));
    }

    private static long minuteOf(Instant moment) {
        return Math.floorDiv(ChronoUnit.SECONDS.between(begin, moment), 60L);
    }

    private static JsonObject job(SafewardServer asked, int id) {
        return asked.api().get("backup/jobs/" + id).data();
    }
}
