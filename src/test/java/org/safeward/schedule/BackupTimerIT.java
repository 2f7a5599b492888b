package org.safeward.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.safeward.schedule.Schedules.automatic;
import static org.safeward.schedule.Schedules.awaitAutomatic;
import static org.safeward.schedule.Schedules.config;
import static org.safeward.schedule.Schedules.dailyAt;
import static org.safeward.schedule.Schedules.nextRun;
import static org.safeward.schedule.Schedules.sleepUntil;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/**
 * Timers that really fire. Cron knows whole minutes only, so all cases wait at the same time: those of one server on a database each,
 * due at {@link #first} and some again at {@link #second}; those that stop their server on threads of their own.
 */
class BackupTimerIT {
    private static final List<String> NAMES = List.of(
            "default",
            "replaced",
            "disabled",
            "refused",
            "busy",
            "failing",
            "shanghai",
            "new_york",
            "kolkata",
            "chatham",
            "berlin",
            "elsewhere");
    private static final Duration LATE = Duration.ofSeconds(40);

    @TempDir
    static Path folder;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static SafewardServer server;
    private static Api api;
    private static Instant first;
    private static Instant second;
    private static Future<?> restarted;
    private static Future<?> faulty;
    private static Future<JsonObject> failed;

    @BeforeAll
    static void startAndConfigure() throws IOException {
        server = SafewardServer.deployed(folder.resolve("home"))
                .withFaults()
                .with("safeward.databases", String.join(",", NAMES));
        for (String name : NAMES) {
            Path file = folder.resolve(name + ".db");
            server.with("safeward.database." + name + ".url", "jdbc:sqlite:" + file);
            if (!name.equals("failing")) {
                SmallDatabase.create(file);
            }
        }
        api = server.start().api();
        holdARestoreOf("busy");
        first = Schedules.minuteIn(Duration.ofSeconds(20));
        second = first.plusSeconds(60);
        configure();
        assertTrue(Instant.now().isBefore(first), "the configs were set too late for this test");
        failed = THREADS.submit(BackupTimerIT::createTheMissingOneAfterItsFailure);
        restarted = THREADS.submit(new RestartedServer(folder.resolve("restarted")));
        faulty = THREADS.submit(new FaultyServer(folder.resolve("faulty")));
    }

    @AfterAll
    static void close() {
        THREADS.shutdownNow();
        if (server != null) {
            server.close();
        }
    }

    private static void holdARestoreOf(String database) throws IOException {
        Answer backup = api.post("backup/create", "{\"database\": \"%s\"}".formatted(database));
        Files.writeString(server.home().resolve("breakpoint"), "restore.check");
        JsonObject restore = Json.createObjectBuilder()
                .add("record_id", backup.data().getInt("id"))
                .add("database", database)
                .build();
        assertEquals(
                202,
                api.with("Prefer", "respond-async")
                        .post("backup/restore", restore)
                        .status());
    }

    private static void configure() {
        put(config("default", dailyAt(first)).build());
        put(config("replaced", dailyAt(first)).build());
        put(config("replaced", dailyAt(second)).build());
        put(config("disabled", dailyAt(first)).build());
        put(config("disabled", dailyAt(first)).add("backup_enabled", 0).build());
        put(config("refused", dailyAt(first)).build());
        JsonObject wrong = config("refused", "0 0 31 2 *").build();
        assertEquals(400, api.put("backup/config", wrong).status());
        put(config("busy", minute(first) + "," + minute(second) + " * * * *").build());
        put(config("failing", dailyAt(first)).build());
        inZone("shanghai", "Asia/Shanghai", "m H * * *");
        inZone("new_york", "America/New_York", "m H * * EEE");
        inZone("kolkata", "Asia/Kolkata", "m H d MMM *");
        inZone("chatham", "Pacific/Chatham", "m H d M 7");
        inZone("berlin", "Europe/Berlin", "m,m-m H '1-31/1' * '0-7'");
        // The same numbers on the clock, but four hours away.
        put(config("elsewhere", dailyAt(first))
                .add("backup_timezone", "Asia/Dubai")
                .build());
    }

    /** Letters of the pattern stand for parts of the moment's local time, as in a date format. */
    private static void inZone(String database, String zone, String pattern) {
        String cron = DateTimeFormatter.ofPattern(pattern.replace("*", "'*'"), Locale.ENGLISH)
                .format(first.atZone(ZoneId.of(zone)));
        put(config(database, cron).add("backup_timezone", zone).build());
    }

    private static int minute(Instant moment) {
        return moment.atZone(ZoneId.systemDefault()).getMinute();
    }

    private static void put(JsonObject config) {
        Answer answer = api.put("backup/config", config);
        assertEquals(200, answer.status(), answer.text());
    }

    @ParameterizedTest
    @CsvSource({"default", "shanghai", "new_york", "kolkata", "chatham", "berlin"})
    void firesInItsMinuteByTheClockOfItsZone(String database) {
        List<JsonObject> records = awaitAutomatic(api, database, 1, first.plus(LATE));
        assertEquals(1, records.size());
        JsonObject record = records.get(0);
        assertEquals("completed", record.getString("status"), record.toString());
        assertEquals("auto", record.getString("backup_type"));
        assertEquals("schedule", record.getString("origin"));
        assertEquals("自动备份", record.getString("created_reason"));
        assertTrue(
                Path.of(record.getString("file_path")).getFileName().toString().startsWith("backup_auto_"));
        assertMade(record, first, first.plus(LATE));
    }

    @Test
    void aDailyOneIsDueAgainADayLater() {
        awaitAutomatic(api, "default", 1, first.plus(LATE));
        assertEquals(first.plus(Duration.ofDays(1)).getEpochSecond(), nextRun(api, "default"));
    }

    @Test
    void theSameNumbersInAnotherZoneAreAnotherTime() {
        sleepUntil(second);
        assertEquals(List.of(), automatic(api, "elsewhere"));
    }

    @Test
    void aReplacedConfigDoesNotFireAnyMore() {
        List<JsonObject> records = awaitAutomatic(api, "replaced", 1, second.plus(LATE));
        assertEquals(1, records.size(), records.toString());
        assertMade(records.get(0), second, second.plus(LATE));
    }

    @Test
    void aDisabledConfigDoesNotFire() {
        sleepUntil(second.plusSeconds(5));
        assertEquals(List.of(), automatic(api, "disabled"));
        assertNull(nextRun(api, "disabled"));
    }

    @Test
    void aRefusedConfigLeavesTheOldTimer() {
        List<JsonObject> records = awaitAutomatic(api, "refused", 1, first.plus(LATE));
        assertMade(records.get(0), first, first.plus(LATE));
    }

    @Test
    void whatWasDueWhileAJobRanRunsRightAfterItOnce() throws IOException {
        sleepUntil(second.plusSeconds(5));
        assertEquals(List.of(), automatic(api, "busy"));
        Instant released = Instant.now();
        Files.delete(server.home().resolve("breakpoint"));
        List<JsonObject> records = awaitAutomatic(api, "busy", 1, released.plus(LATE));
        assertEquals("自动备份（等待其他任务结束后）", records.get(0).getString("created_reason"));
        assertMade(records.get(0), released, released.plus(LATE));
        sleepUntil(released.plusSeconds(15));
        assertEquals(1, automatic(api, "busy").size());
    }

    private static JsonObject createTheMissingOneAfterItsFailure() {
        JsonObject record = awaitAutomatic(api, "failing", 1, first.plus(LATE)).get(0);
        SmallDatabase.create(folder.resolve("failing.db"));
        return record;
    }

    @Test
    void aFailedRunIsTriedAgainAMinuteLaterAndBothAreVisible() throws Throwable {
        join(failed);
        JsonObject record = failed.get();
        assertEquals("failed", record.getString("status"));
        assertTrue(record.getString("failure_reason").contains("failing.db"), record.toString());
        List<JsonObject> both = awaitAutomatic(api, "failing", 2, second.plus(LATE));
        assertEquals(2, both.size());
        assertEquals("completed", both.get(0).getString("status"));
        assertEquals("自动备份（第 1 次重试，最多 3 次）", both.get(0).getString("created_reason"));
        assertMade(both.get(0), second, second.plus(LATE));
    }

    @Test
    void afterARestartTheTimerIsBackAndWhatWasMissedIsMadeUpForOnce() throws Throwable {
        join(restarted);
    }

    @Test
    void aCallbackThatFailsTenTimesFiresTheEleventhTimeAndCatchUpCanBeSwitchedOff() throws Throwable {
        join(faulty);
    }

    private static void join(Future<?> scenario) throws Throwable {
        try {
            scenario.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    static void assertMade(JsonObject record, Instant from, Instant to) {
        Instant made = Instant.ofEpochSecond(record.getJsonNumber("created_at").longValueExact());
        assertFalse(
                made.isBefore(from.minusSeconds(1)) || made.isAfter(to), made + " is not from " + from + " to " + to);
    }
}
