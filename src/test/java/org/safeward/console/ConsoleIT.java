package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.safeward.server.Api;
import org.safeward.server.CatalogFile;
import org.safeward.server.SafewardServer;
import org.safeward.server.SmallDatabase;

/**
 * One story with one server and one browser: what somebody sees and does from the first sign-in on. The tests follow each other, because
 * a server and a browser each take their time; each says what it needs of the ones before.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {
    private static final String PASSWORD = "a long password of the tests";

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static Browser browser;
    private static SmallDatabase database;
    private static Api api;

    @BeforeAll
    static void open() {
        database = SmallDatabase.create(folder.resolve("live.db"));
        server = SafewardServer.on(folder.resolve("home"))
                .protecting(database.file())
                .with("safeward.admin.password", PASSWORD)
                .with("safeward.mode", "development")
                .start();
        api = server.api().inEnglish();
        browser = new Browser(java.net.URI.create("http://127.0.0.1:" + server.port() + "/"), folder);
    }

    @AfterAll
    static void close() {
        try {
            if (browser != null) {
                browser.close();
            }
        } finally {
            if (server != null) {
                server.close();
            }
        }
    }

    /** What a test that failed has left behind, so that the ones after it fail only for reasons of their own. */
    @BeforeEach
    void inEnglishAndConnected() throws IOException {
        Files.deleteIfExists(server.home().resolve("breakpoint"));
        browser.offline(false);
        browser.speakEnglish();
    }

    @AfterEach
    void nothingWasRefusedAndNoScriptFailed() {
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    @Order(1)
    void signsInAndSaysWhenThatFails() {
        browser.visit("");
        browser.find("dialog[open] [name=username]");
        browser.look("sign-in");
        browser.type("[name=username]", "admin");
        browser.type("[name=password]", "not the password");
        browser.press("Sign in");
        browser.shows(".sign-in .error");
        browser.type("[name=password]", PASSWORD);
        browser.press("Sign in");
        browser.shows("[data-verdict=never]");
        browser.look("overview-never");
    }

    @Test
    @Order(2)
    void loadsLittleAndOnlyFromItsServer() {
        browser.visit("");
        browser.shows("[data-verdict]");
        String entries = "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))";
        Object foreign = browser.run(
                "return " + entries + ".map(one => one.name).filter(name => !name.startsWith(location.origin))");
        assertEquals(List.of(), foreign);
        Number bytes =
                (Number) browser.run("return " + entries + ".reduce((sum, one) => sum + one.decodedBodySize, 0)");
        assertTrue(bytes.longValue() > 20_000 && bytes.longValue() < 200_000, bytes + " bytes");
    }

    @Test
    @Order(3)
    void backsUpByKeyboardAloneAndShowsTheProgress() throws IOException {
        hold("backup.verify");
        browser.visit("");
        browser.shows("[data-verdict=never]");
        browser.keys(Keys.TAB);
        assertEquals("Skip to the content", browser.focused());
        browser.keys(Keys.ENTER, Keys.TAB);
        assertEquals("Back up now", browser.focused());
        browser.keys(Keys.ENTER);
        browser.reads("Backing up, step 2 of 5.");
        browser.look("overview-running");
        release();
        browser.shows("[data-verdict=off]");
        browser.look("overview-off");
    }

    @Test
    @Order(4)
    void showsWhatABackupHoldsAndDownloadsIt() throws IOException {
        browser.visit("backups");
        browser.shows(".records a");
        browser.look("backups");
        browser.find(".records a").click();
        browser.reads("This backup was read back and is whole");
        browser.reads("note");
        browser.look("backup");
        long id = Long.parseLong(browser.address().replaceAll("\\D", ""));
        browser.press("Download");
        Path original = Path.of(api.get("backup/records/" + id).data().getString("file_path"));
        assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(browser.downloaded()));
        browser.press("Pin: keep for good");
        browser.reads("It is pinned");
        browser.press("Delete this backup");
        browser.reads("There is no way back");
        browser.look("backup-delete");
        browser.answer("Keep it");
    }

    @Test
    @Order(5)
    void restoresAfterShowingWhatWillChangeAndFindsTheRunAgain() throws IOException {
        database.execute("INSERT INTO note (text) VALUES ('second')");
        database.execute("CREATE TABLE later (x)");
        hold("restore.stage");
        browser.visit("restore?record=" + newestBackup());
        browser.reads("will be removed");
        browser.reads("Type default to confirm.");
        browser.look("restore");
        browser.press("Replace default");
        browser.reads("Type default to confirm.");
        browser.type("[name=confirmation]", "default");
        browser.reads("The name fits.");
        browser.look("restore-ready");
        browser.press("Replace default");
        browser.reads("Restoring, step 2 of 6.");
        browser.look("run-running");
        browser.reload();
        browser.reads("Restoring, step 2 of 6.");
        browser.visit("");
        browser.press("Follow the run");
        browser.reads("Restoring, step 2 of 6.");
        release();
        browser.shows("[data-result=ok]");
        browser.reads("default is restored to");
        browser.reads("Undo returns it to");
        browser.look("run-done");
        assertEquals("first", database.notes());
    }

    @Test
    @Order(6)
    void undoesTheRestore() {
        int restore = newestJob();
        browser.visit("runs/" + restore);
        browser.press("Undo");
        browser.reads("Undo the restore of default?");
        browser.look("undo");
        browser.answer("Undo: replace default");
        browser.await("the undo's own page", () -> !browser.address().equals("runs/" + restore));
        browser.shows("[data-result=ok]");
        assertEquals("first,second", database.notes());
    }

    @Test
    @Order(7)
    void stopsARestoreBeforeItChangesAnything() throws IOException {
        String before = database.notes();
        hold("restore.stage");
        restoreThroughTheApi();
        browser.press("Stop");
        browser.reads("Stop this restore? default stays as it is.");
        browser.look("run-stop");
        browser.answer("Stop");
        browser.reads("The restore was stopped before changing anything. default is as it was.");
        browser.look("run-cancelled");
        assertEquals(before, database.notes());
    }

    @Test
    @Order(8)
    void schedulesAndSaysWhatFollows() {
        browser.visit("schedule");
        browser.reads("Automatic backups are off.");
        browser.look("schedule-off");
        browser.find("[name=enabled]").click();
        browser.choose("[name=frequency]", "weekly");
        browser.choose("[name=zone]", "Asia/Shanghai");
        browser.reads("Every Monday at 03:00, Asia/Shanghai.");
        browser.reads("GMT+8");
        assertEquals(5L, browser.run("return document.querySelectorAll('[data-next] li').length"));
        api.post("backup/create");
        api.post("backup/create");
        browser.type("[name=backup_max_count]", "1");
        browser.reads("With these limits the next good backup removes 1.");
        browser.reads("There are changes that are not saved.");
        browser.look("schedule-changed");
        browser.press("Save changes");
        browser.reads("Saved.");
        browser.choose("[name=frequency]", "custom");
        browser.type("[name=cron]", "0 99 * * *");
        browser.reads("This schedule is not valid.");
        browser.look("schedule-invalid");
        browser.visit("");
        browser.shows("[data-verdict=healthy]");
        browser.look("overview-healthy");
    }

    @Test
    @Order(9)
    void refusesABadFileAndRestoresAGoodOne() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.zip"), "no zip at all");
        browser.visit("backups");
        browser.attach("input[type=file]", bad);
        browser.reads("This file isn't a backup we can read. Nothing was added.");
        browser.reads("Not a valid ZIP file");
        browser.look("upload-invalid");
        Path good = Files.writeString(folder.resolve("good.sql"), """
                PRAGMA foreign_keys=OFF;
                BEGIN TRANSACTION;
                CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);
                INSERT INTO note VALUES (1,'from a file');
                COMMIT;
                """);
        browser.attach("input[type=file]", good);
        browser.reads("good.sql");
        browser.reads("will be removed");
        browser.look("restore-upload");
        browser.type("[name=confirmation]", "default");
        browser.press("Replace default");
        browser.reads("default now holds what the uploaded file holds.");
        assertEquals("from a file", database.notes());
    }

    @Test
    @Order(10)
    void showsAFailureAndWhatIsStillUsable() throws IOException {
        Path away = Files.move(database.file(), folder.resolve("away.db"));
        try {
            assertTrue(api.post("backup/create").status() >= 400);
            browser.visit("");
            browser.shows("[data-verdict=failed]");
            browser.look("overview-failed");
            browser.visit("runs/" + newestJob());
            browser.shows("[data-result=danger]");
            browser.look("run-failed");
        } finally {
            Files.move(away, database.file());
        }
    }

    @Test
    @Order(11)
    void keepsWhatItShowedWhileTheServerIsOutOfReach() throws IOException {
        api.post("backup/create");
        browser.visit("");
        browser.shows(".verdict:not(.unknown)");
        browser.offline(true);
        browser.later("const done = arguments[0]; import(new URL('console/words.js', document.baseURI).href)"
                + ".then((words) => { words.changes.dispatchEvent(new Event('change')); done(); })");
        browser.shows("[data-verdict=unknown]");
        browser.look("overview-unknown");
        browser.offline(false);
        browser.press("Try again");
        browser.shows(".verdict:not(.unknown)");
    }

    @Test
    @Order(12)
    void followsARestoreOverAServerThatIsKilledAndStartedAgain() throws IOException {
        String before = database.notes();
        hold("restore.stage");
        restoreThroughTheApi();
        server.kill();
        browser.reads("Connection lost, reconnecting.");
        browser.look("run-reconnecting");
        release();
        server.start();
        browser.reads("The restore stopped before changing anything. default is as it was.");
        browser.look("run-unchanged");
        assertEquals(before, database.notes());
    }

    @Test
    @Order(13)
    void keepsWhatWasTypedWhenTheSessionEnds() {
        Number olga = addUser("olga", "ADMIN");
        signIn("olga");
        browser.visit("restore?record=" + newestBackup());
        browser.type("[name=confirmation]", "default");
        api.put(
                "auth/users/" + olga,
                Json.createObjectBuilder().add("password", PASSWORD + "!").build());
        browser.press("Replace default");
        browser.reads("Your session expired.");
        browser.look("session-expired");
        browser.type("[name=username]", "olga");
        browser.type("[name=password]", PASSWORD + "!");
        browser.press("Sign in");
        browser.await("the restore's page", () -> browser.address().startsWith("runs/"));
        browser.shows("[data-result=ok]");
    }

    @Test
    @Order(14)
    void saysWhatARoleMayNotDo() {
        addUser("vera", "VIEWER");
        signIn("vera");
        browser.visit("");
        browser.reads("You can view backups but not make them. Ask an administrator.");
        browser.look("overview-viewer");
        browser.visit("backups/" + newestBackup());
        browser.reads("You can view backups but not restore them. Ask an administrator.");
        browser.visit("schedule");
        browser.reads("You can view the schedule but not change it.");
        browser.look("schedule-viewer");
        browser.visit("settings");
        browser.reads("Users, keys and maintenance are for administrators.");
    }

    @Test
    @Order(15)
    void managesUsersAndKeysAndShowsWhoDidWhat() {
        signIn("olga", PASSWORD + "!");
        browser.visit("settings");
        browser.type("safeward-users [name=name]", "oscar");
        browser.type("safeward-users [name=password]", PASSWORD);
        browser.press("Add the user");
        browser.reads("The user was added.");
        browser.type("safeward-api-keys [name=name]", "script");
        browser.press("Make the key");
        browser.reads("Copy this key now: it is not shown again.");
        String key = browser.find("safeward-api-keys code").getText();
        assertEquals(
                200,
                server.api()
                        .anonymous()
                        .with("X-API-Key", key)
                        .get("backup/status")
                        .status());
        browser.look("settings");
        browser.press("Clear the cache");
        browser.reads("Clear the cache?");
        browser.look("maintenance");
        browser.answer("Clear the cache");
        browser.shows("safeward-maintenance .notice.ok");
        browser.visit("activity");
        browser.reads("Restore");
        browser.look("activity");
        browser.visit("activity?view=audit");
        browser.reads("User added");
        browser.look("audit");
    }

    @Test
    @Order(16)
    void speaksChineseWithoutARestOfEnglish() {
        browser.visit("settings");
        browser.choose("[name=language]", "zh");
        browser.reads("此浏览器");
        Map<String, String> english = Words.of("en");
        Map<String, String> pages = Map.of(
                "",
                "overview-zh",
                "backups",
                "backups-zh",
                "backups/" + newestBackup(),
                "backup-zh",
                "restore?record=" + newestBackup(),
                "restore-zh",
                "runs/" + newestJob(),
                "run-zh",
                "schedule",
                "schedule-zh",
                "activity",
                "activity-zh",
                "settings",
                "settings-zh");
        pages.forEach((address, name) -> {
            browser.visit(address);
            browser.await(
                    name,
                    () -> browser.run("return document.querySelector('main .skeleton') === null"
                                    + " && document.querySelector('main').innerText.length > 40")
                            .equals(true));
            String page = browser.text();
            english.forEach((key, text) -> {
                boolean sentence = text.contains(" ") && !text.contains("{");
                assertFalse(sentence && page.contains(text), () -> name + " says: " + text);
                assertFalse(
                        key.contains(".") && page.contains(key) && !key.equals("backup.sql"),
                        () -> name + " shows: " + key);
            });
            browser.look(name);
        });
    }

    @Test
    @Order(17)
    void staysQuickWithTenThousandBackups() {
        new CatalogFile(server.home())
                .change(
                        "INSERT INTO backup_record (" + COLUMNS
                                + ") WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                + " WHERE i < 10000) SELECT " + COLUMNS
                                + " FROM (SELECT * FROM backup_record WHERE id = ?), n",
                        newestBackup());
        browser.visit("backups");
        browser.reads("page 1 of 20");
        long began = System.nanoTime();
        browser.press("Older");
        browser.reads("page 2 of 20");
        long milliseconds = (System.nanoTime() - began) / 1_000_000;
        assertTrue(milliseconds < 5000, milliseconds + " ms");
        assertTrue(browser.address().endsWith("backups?page=2"), browser.address());
    }

    private static final String COLUMNS =
            "database_name, task_id, status, origin, created_reason, created_at, updated_at, started_at,"
                    + " completed_at, verified_at, file_path, file_size, database_size, table_count, row_count, compressed, format, degraded,"
                    + " pinned, sha256, content_sha256, manifest_json, failure_reason, error_code, error_arguments";

    private static void hold(String place) throws IOException {
        Files.writeString(server.home().resolve("breakpoint"), place);
    }

    private static void release() throws IOException {
        Files.delete(server.home().resolve("breakpoint"));
    }

    private static void restoreThroughTheApi() {
        JsonObject body =
                Json.createObjectBuilder().add("record_id", newestBackup()).build();
        int job = api.with("Prefer", "respond-async")
                .post("backup/restore", body)
                .data()
                .getInt("id");
        browser.visit("runs/" + job);
        browser.reads("Restoring, step 2 of 6.");
    }

    private static int newestBackup() {
        return api.get("backup/list?status=completed&page_size=1")
                .data()
                .getJsonArray("list")
                .getJsonObject(0)
                .getInt("id");
    }

    private static int newestJob() {
        return api.get("backup/jobs?page_size=1")
                .data()
                .getJsonArray("list")
                .getJsonObject(0)
                .getInt("id");
    }

    private static Number addUser(String name, String role) {
        JsonObject user = Json.createObjectBuilder()
                .add("name", name)
                .add("password", PASSWORD)
                .add("role", role)
                .build();
        return api.post("auth/users", user).data().getInt("id");
    }

    private static void signIn(String name) {
        signIn(name, PASSWORD);
    }

    private static void signIn(String name, String password) {
        browser.run("sessionStorage.clear()");
        browser.visit("settings");
        browser.type("[name=username]", name);
        browser.type("[name=password]", password);
        browser.press("Sign in");
        browser.reads("Signed in as " + name);
    }
}
