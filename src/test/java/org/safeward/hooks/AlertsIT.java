package org.safeward.hooks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.KeyPair;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.SmallDatabase;
import org.safeward.schedule.Schedules;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** Who is told of backups, and the copies in the second directory; neither ever makes a good backup a bad one. */
class AlertsIT {
    private static final List<String> NAMES = List.of(
            "default",
            "told",
            "missing",
            "late",
            "stubborn",
            "deaf",
            "blocked",
            "expiring",
            "copied",
            "drilled",
            "afar");
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    static Path folder;

    private static Receiver receiver;
    private static SafewardServer server;
    private static Api api;
    private static Path second;

    @BeforeAll
    static void start() throws IOException {
        Map<Object, Boolean> seen = new ConcurrentHashMap<>();
        receiver = new Receiver(call -> {
            String database = call.body().getString("database", "");
            boolean firstTime = seen.putIfAbsent(call.body(), true) == null;
            return database.equals("deaf") || database.equals("stubborn") && firstTime;
        });
        second = Files.createDirectory(folder.resolve("second"));
        // Where the copies of this database would go there is a file, so not even root can write them.
        Files.writeString(second.resolve("blocked"), "");
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", String.join(",", NAMES))
                .with("safeward.hooks.on-success", receiver.at("/success"))
                .with("safeward.hooks.on-failure", receiver.at("/failure"))
                .with("safeward.hooks.on-overdue", receiver.at("/overdue"))
                .with("safeward.destinations", "vault")
                .with(
                        "safeward.destination.vault.url",
                        Files.createDirectory(folder.resolve("vault")).toUri())
                .with("safeward.destination.vault.databases", "afar")
                .with("safeward.destination.vault.recipients", KeyPair.make().publicKey())
                .with("safeward.backup.second-directory", second);
        for (String name : NAMES) {
            Path file = folder.resolve(name + ".db");
            server.with("safeward.database." + name + ".url", "jdbc:sqlite:" + file);
            if (!name.equals("missing")) {
                SmallDatabase.create(file);
            }
        }
        api = server.start().api();
        makeLate();
    }

    @AfterAll
    static void close() {
        receiver.close();
        if (server != null) {
            server.close();
        }
    }

    /** A daily schedule that was set three days ago, with no backup since. It is noticed within a minute. */
    private static void makeLate() {
        String cron = "30 " + LocalTime.now().plusHours(12).getHour() + " * * *";
        assertEquals(
                200,
                api.put("backup/config", Schedules.config("late", cron).build()).status());
        new CatalogFile(server.home())
                .change(
                        "UPDATE backup_config SET updated_at = ? WHERE database_name = 'late'",
                        Instant.now().minus(Duration.ofDays(3)).toEpochMilli());
    }

    @Test
    void aSuccessIsTold() {
        JsonObject made = backup("told");
        Receiver.Call call = receiver.await("backup-succeeded", "told", 1, SOON).get(0);
        assertEquals("/success", call.path());
        assertEquals(made.getInt("id"), call.body().getInt("record_id"));
        assertEquals(made.getInt("task_id"), call.body().getInt("job"));
        assertTrue(Math.abs(call.body().getInt("at") - made.getInt("completed_at")) < 15);
    }

    @Test
    void aFailureIsToldWithItsReason() {
        Answer failed = create("missing");
        assertEquals(503, failed.status());
        Receiver.Call call = receiver.await("backup-failed", "missing", 1, SOON).get(0);
        assertEquals("/failure", call.path());
        assertEquals("DATABASE_MISSING", call.body().getString("error"));
        assertTrue(call.body().getString("message").contains("missing.db"));
        assertFalse(call.body().getString("hint").isEmpty());
        assertEquals(failed.data().getInt("id"), call.body().getInt("record_id"));
    }

    @Test
    void aDrillThatFailsIsToldWithItsReasonAndAGoodOneIsNot() throws IOException {
        JsonObject made = backup("drilled");
        String ask = "{\"database\": \"drilled\", \"record_id\": " + made.getInt("id") + "}";
        assertEquals(200, api.post("backup/drills", ask).status());
        Path file = Path.of(made.getString("file_path"));
        Files.delete(file);
        Files.delete(second.resolve("drilled").resolve(file.getFileName()));
        JsonObject drill = api.post("backup/drills", ask).data();
        assertEquals("failed", drill.getString("state"), drill.toString());
        Receiver.Call call = receiver.await("drill-failed", "drilled", 1, SOON).get(0);
        assertEquals("/failure", call.path());
        assertEquals("NO_GOOD_COPY", call.body().getString("error"));
        assertTrue(call.body().getString("message").contains(made.getString("file_path") + " (BACKUP_FILE_MISSING)"));
        assertFalse(call.body().getString("hint").isEmpty());
        assertEquals(drill.getInt("id"), call.body().getInt("job"));
        assertEquals(made.getInt("id"), call.body().getInt("record_id"));
        assertEquals(1, receiver.about("drill-failed", "drilled").size());
        assertEquals(1, receiver.about("backup-succeeded", "drilled").size());
    }

    @Test
    void anAlertIsSentAgainUntilItIsTaken() {
        backup("stubborn");
        List<Receiver.Call> calls = receiver.await("backup-succeeded", "stubborn", 2, SOON);
        assertEquals(calls.get(0), calls.get(1));
    }

    @Test
    void aReceiverThatNeverTakesAnythingFailsNoBackup() {
        JsonObject made = backup("deaf");
        assertEquals("completed", made.getString("status"));
        receiver.await("backup-succeeded", "deaf", 2, SOON);
        assertEquals("completed", backup("deaf").getString("status"));
    }

    @Test
    void anOverdueBackupIsToldOnceUntilThereIsOne() {
        Receiver.Call call = receiver.await("backup-overdue", "late", 1, Duration.ofSeconds(90))
                .get(0);
        assertEquals("/overdue", call.path());
        assertFalse(call.body().containsKey("last_success_at"), "there has never been one");
        String told = "SELECT overdue_alerted FROM schedule_state WHERE database_name = 'late'";
        assertEquals("1", new CatalogFile(server.home()).ask(told));
        List<String> warnings = Schedules.status(api.inEnglish(), "late")
                .getJsonArray("warnings")
                .getValuesAs(jakarta.json.JsonString::getString);
        assertTrue(warnings.get(0).startsWith("Backups are overdue"), warnings.toString());

        backup("late");
        assertEquals(0, Schedules.status(api, "late").getJsonArray("warnings").size());
        assertEquals(1, receiver.about("backup-overdue", "late").size());
        assertEquals(0, receiver.about("backup-overdue", "default").size());
    }

    @Test
    void eachGoodBackupIsCopiedToTheSecondDirectory() throws IOException {
        JsonObject made = backup("default");
        assertSame(made, second);
        JsonObject other = backup("copied");
        assertSame(other, second.resolve("copied"));
        String checks = api.get("backup/jobs/" + other.getInt("task_id"))
                .data()
                .getJsonArray("checks")
                .toString();
        assertTrue(checks.contains(second.resolve("copied").toString()), checks);
    }

    @Test
    void aCopyGoesWithItsBackupAndAFileOfAnotherStays() throws IOException {
        JsonObject made = backup("copied");
        Path name = Path.of(made.getString("file_path")).getFileName();
        Path copy = second.resolve("copied").resolve(name);
        assertTrue(Files.exists(copy));
        assertEquals(200, api.delete("backup/records/" + made.getInt("id")).status());
        assertTrue(Files.notExists(copy));

        // Another Safeward with the same second directory has used the names of this second and the coming ones.
        LocalDateTime now = LocalDateTime.now();
        List<Path> theirs = Stream.iterate(now.minusSeconds(1), time -> time.plusSeconds(1))
                .limit(30)
                .map(DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss")::format)
                // The second name of a second is asked for when the first is that of a backup in the trash.
                .flatMap(stamp -> Stream.of(stamp, stamp + "_2"))
                .map(stamp -> second.resolve("copied").resolve("backup_manual_" + stamp + ".sql.zip"))
                .filter(file -> !Files.exists(file))
                .toList();
        for (Path file : theirs) {
            Files.writeString(file, "another's");
        }
        JsonObject uncopied = backup("copied");
        receiver.await("copy-failed", "copied", 1, SOON);
        assertEquals(200, api.delete("backup/records/" + uncopied.getInt("id")).status());
        for (Path file : theirs) {
            assertEquals("another's", Files.readString(file));
            Files.delete(file);
        }
    }

    private static void assertSame(JsonObject record, Path directory) throws IOException {
        Path file = Path.of(record.getString("file_path"));
        Path copy = directory.resolve(file.getFileName());
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
    }

    @Test
    void aCopyThatFailsIsToldAndTheBackupIsGoodAllTheSame() {
        JsonObject made = backup("blocked");
        assertEquals("completed", made.getString("status"));
        Receiver.Call call = receiver.await("copy-failed", "blocked", 1, SOON).get(0);
        assertEquals("/failure", call.path());
        assertEquals("COPY_FAILED", call.body().getString("error"));
        assertEquals(made.getInt("id"), call.body().getInt("record_id"));
        assertTrue(call.body()
                .getString("message")
                .contains(second.resolve("blocked").toString()));
        receiver.await("backup-succeeded", "blocked", 1, SOON);
    }

    /** Its directory cannot be made. It is tried within two minutes, once the backup's copy is good. */
    @Test
    void aBackupOfTheCatalogThatFailsIsTold() throws IOException {
        Files.createFile(server.home().resolve("catalog-backup"));
        backup("afar");
        Receiver.Call call = receiver.await("catalog-backup-failed", "", 1, Duration.ofMinutes(3))
                .get(0);
        assertEquals("/failure", call.path());
        assertEquals("vault", call.body().getString("destination"));
        String error = call.body().getString("error");
        JsonObject told = api.get("destinations/vault").data().getJsonObject("catalog");
        assertEquals(error, told.getString("error"));
        assertTrue(told.isNull("made_at"));
        JsonObject status = api.inEnglish().get("backup/status?database=afar").data();
        assertTrue(status.getJsonArray("warnings").toString().contains("own catalog was not backed up to vault"));
        assertTrue(api.get("metrics").text().contains("safeward_catalog_backup_failing{destination=\"vault\"} 1"));
    }

    @Test
    void theCopyGoesWithItsBackup() throws IOException {
        JsonObject one = Schedules.config("expiring", "0 3 * * *")
                .add("backup_enabled", 0)
                .add("backup_max_count", 1)
                .build();
        assertEquals(200, api.put("backup/config", one).status());
        Path copies = second.resolve("expiring");
        backup("expiring");
        JsonObject newest = backup("expiring");
        assertEquals(
                List.of(Path.of(newest.getString("file_path")).getFileName()),
                list(copies).stream().map(Path::getFileName).toList());
        assertEquals(200, api.delete("backup/records/" + newest.getInt("id")).status());
        assertEquals(List.of(), list(copies));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private static Answer create(String database) {
        return api.post("backup/create", "{\"database\": \"" + database + "\"}");
    }

    private static JsonObject backup(String database) {
        Answer answer = create(database);
        assertEquals(200, answer.status(), answer.text());
        return answer.data();
    }
}
