package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.SmallDatabase;

/** What an administrator sets up and looks after, and what others see of it. */
class AdministrationIT extends ConsoleStory {
    @Test
    @Order(1)
    void schedulesAndSaysWhatFollows() {
        browser.visit("");
        signIn("admin");
        api.post("backup/create");
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
        browser.type("[name=backup_max_count]", "1");
        browser.reads("With these limits the next good backup removes 1.");
        browser.reads("There are changes that are not saved.");
        browser.look("schedule-changed");
        browser.press("Save changes");
        browser.reads("Saved.");
        browser.look("schedule-saved");
        browser.choose("[name=frequency]", "custom");
        browser.type("[name=cron]", "0 99 * * *");
        browser.reads("This schedule is not valid.");
        browser.look("schedule-invalid");
        browser.type("[name=cron]", "30 4 1,15 * *");
        browser.type("[name=backup_path]", "/nowhere/allowed");
        browser.reads("There are changes that are not saved.");
        browser.press("Save changes");
        browser.reads("The schedule was not saved.");
        browser.look("schedule-refused");
        browser.visit("");
        browser.shows("[data-verdict=healthy]");
        browser.look("overview-healthy");
    }

    @Test
    @Order(2)
    void warnsOfABackupThatIsOverdue() {
        String hours = "UPDATE %s SET %s = %s - 30 * 86400000";
        var catalog = new CatalogFile(server.home());
        for (String moment : "created_at updated_at started_at completed_at verified_at".split(" ")) {
            assertTrue(catalog.change(hours.formatted("backup_record", moment, moment)) > 0);
        }
        assertTrue(catalog.change(hours.formatted("backup_config", "updated_at", "updated_at")) > 0);
        browser.visit("");
        browser.shows("[data-verdict=overdue]");
        browser.look("overview-overdue");
    }

    @Test
    @Order(3)
    void saysWhatARoleMayNotDo() {
        addUser("vera", "VIEWER");
        signIn("vera");
        browser.visit("");
        browser.reads("You can view backups but not make them. Ask an administrator.");
        browser.look("overview-viewer");
        browser.visit("backups");
        browser.reads("You can view backups but not restore them. Ask an administrator.");
        browser.look("backups-viewer");
        browser.visit("backups/" + newestBackup());
        browser.reads("You can view backups but not restore them. Ask an administrator.");
        browser.look("backup-viewer");
        browser.visit("restore?record=" + newestBackup());
        browser.reads("You can view backups but not restore them. Ask an administrator.");
        browser.look("restore-viewer");
        browser.visit("schedule");
        browser.reads("You can view the schedule but not change it.");
        browser.look("schedule-viewer");
        browser.visit("settings");
        browser.reads("Users, keys and maintenance are for administrators.");
        browser.look("settings-viewer");
        browser.visit("activity?view=audit");
        browser.reads("The audit is for administrators.");
    }

    @Test
    @Order(4)
    void managesUsers() {
        signIn("admin");
        browser.type("safeward-users form:last-of-type [name=name]", "oscar");
        browser.type("safeward-users section > form [name=password]", PASSWORD);
        browser.press("Add the user");
        browser.reads("The user was added.");
        browser.find("[aria-label='Role and password: oscar']").click();
        browser.choose("safeward-users details[open] [name=role]", "OPERATOR");
        browser.look("settings-users");
        browser.find("safeward-users details[open] [type=submit]").click();
        browser.reads("Changed.");
        assertTrue(
                api.get("auth/users").text().contains("OPERATOR"),
                api.get("auth/users").text());
        browser.find("[aria-label='Disable: oscar']").click();
        browser.reads("disabled");
        browser.find("[aria-label='Remove …: oscar']").click();
        browser.reads("Remove the user oscar?");
        browser.look("user-remove");
        browser.answer("Remove the user");
        browser.reads("oscar was removed.");
        assertFalse(api.get("auth/users").text().contains("oscar"));
    }

    @Test
    @Order(5)
    void makesAKeyThatIsShownOnceAndRevokesIt() {
        browser.visit("settings");
        browser.type("safeward-api-keys [name=name]", "script");
        String end = LocalDate.now().plusDays(30).toString();
        browser.run("document.querySelector('safeward-api-keys [name=expires]').value = arguments[0]", end);
        browser.press("Make the key");
        browser.reads("Copy this key now: it is not shown again.");
        String key = browser.find("safeward-api-keys code").getText();
        assertEquals(200, statusWith(key));
        browser.reads("Ends ");
        browser.look("settings");
        browser.reload();
        browser.reads("script");
        assertFalse(browser.text().contains(key));
        browser.find("[aria-label='Revoke: script']").click();
        browser.reads("Revoke the key script?");
        browser.look("key-revoke");
        browser.answer("Revoke");
        browser.reads("script was revoked.");
        assertEquals(401, statusWith(key));
    }

    private static int statusWith(String key) {
        return server.api()
                .anonymous()
                .with("X-API-Key", key)
                .get("backup/status")
                .status();
    }

    @Test
    @Order(6)
    void adoptsFilesAndSaysWhyOthersAreNone() throws IOException {
        browser.visit("backups");
        browser.press("Look for files");
        browser.reads("Every file of the directory is in the list already.");
        int lost = newestBackup();
        Path file = Path.of(api.get("backup/records/" + lost).data().getString("file_path"));
        new CatalogFile(server.home()).change("DELETE FROM backup_record WHERE id = ?", lost);
        Files.write(file.resolveSibling("backup_manual_20200101_000000.sql.zip"), new byte[] {1, 2, 3});
        browser.reload();
        browser.press("Look for files");
        browser.reads("Added to the list: 1");
        browser.reads("Not added: 1");
        browser.reads("The backup file is cut short");
        browser.look("backups-adopted");
        assertEquals(
                file.toString(),
                api.get("backup/records/" + newestBackup()).data().getString("file_path"));
    }

    @Test
    @Order(7)
    void acceptsADirectoryWhoseDiskWasReplaced() throws IOException {
        Path marker = server.home().resolve("backups/.safeward.store");
        Files.delete(marker);
        signIn("vera");
        browser.visit("");
        browser.reads("most likely its disk is not mounted");
        browser.reads("An administrator can accept what is there.");
        assertFalse(browser.text().contains("Accept what is there"));
        signIn("admin");
        browser.visit("");
        browser.press("Accept what is there");
        browser.reads("as it is now?");
        browser.look("store-accept");
        browser.answer("Cancel");
        assertTrue(Files.notExists(marker));
        browser.press("Accept what is there");
        browser.answer("Accept the directory");
        browser.await("no problem any more", () -> !browser.text().contains("most likely its disk is not mounted"));
        assertTrue(Files.exists(marker));
        assertEquals(0, api.post("backup/create").code());
    }

    @Test
    @Order(8)
    void filtersWhatWasDone() {
        browser.visit("activity");
        browser.reads("Backup");
        browser.look("activity");
        browser.choose("[name=kind]", "undo");
        browser.reads("Nothing matches these filters.");
        assertEquals("activity?kind=undo", browser.address());
        browser.look("activity-no-match");
        browser.reload();
        browser.reads("Nothing matches these filters.");
        browser.press("Clear the filters");
        browser.press("Audit");
        browser.reads("User added");
        browser.look("audit");
        browser.choose("[name=action]", "key");
        browser.reads("Key made");
        browser.await("only keys", () -> !browser.text().contains("User added"));
        browser.type("[name=who]", "nobody at all\n");
        browser.reads("Nothing matches these filters.");
        browser.visit("activity?view=audit&from=2020-01-01&until=2020-12-31");
        browser.reads("Nothing matches these filters.");
        browser.visit("activity?view=audit&from=2020-01-01");
        browser.reads("User added");
        browser.look("audit-filtered");
        // What goes on behind its answer is neither done nor failed.
        server.api().with("Prefer", "respond-async").post("backup/create");
        browser.visit("activity?view=audit");
        browser.choose("[name=result]", "accepted");
        browser.await("only what was accepted", () -> !browser.text().contains("User added"));
        browser.reads("Accepted");
        assertFalse(browser.text().contains("Not done"), browser.text());
    }

    @Test
    @Order(9)
    void maintainsTheServer() throws IOException {
        Files.writeString(
                Files.createDirectories(server.home().resolve("cache")).resolve("old"), "of no use");
        browser.visit("settings");
        browser.reads("It holds 9 B in 1 files.");
        browser.press("Clear the cache");
        browser.reads("Clear the cache?");
        browser.look("maintenance");
        browser.answer("Clear the cache");
        browser.shows("safeward-maintenance .notice.ok");
        browser.reads("It holds 0 B in 0 files.");
        browser.look("maintenance-done");
        browser.press("Make a full backup");
        browser.answer("Make a full backup");
        browser.reads("The backup of default is complete and was read back.");
    }

    @Test
    @Order(10)
    void waitsWhileTheServerStartsAgain() {
        browser.visit("settings");
        browser.press("Restart the server");
        browser.answer("Restart the server");
        browser.reads("Development mode: the restart was logged");

        server.stop();
        SmallDatabase other = SmallDatabase.create(folder.resolve("orders.db"));
        server.with("safeward.databases", "default,orders")
                .with("safeward.database.orders.url", "jdbc:sqlite:" + other.file())
                .with("safeward.mode", "production")
                // The new one has none yet: the server is started, but not all is well.
                .with("safeward.health.max-age", "26h")
                .start();
        assertEquals(503, api.get("health").status());
        browser.visit("settings");
        browser.press("Restart the server");
        browser.reads("Restart the server?");
        browser.answer("Restart the server");
        browser.reads("The server is starting. This page waits for it.");
        assertEquals(0, server.exitCode());
        browser.look("restart-waiting");
        server.start();
        browser.reads("The server is back.");
        browser.look("restart-back");
        browser.press("Reload the page");
        browser.reads("Signed in as admin");
    }

    /** Since the restart there are two. */
    @Test
    @Order(11)
    void showsEachDatabaseByItself() {
        browser.visit("");
        browser.reads("orders");
        browser.await(
                "two verdicts",
                () -> browser.run("return document.querySelectorAll('[data-verdict]').length")
                        .equals(2L));
        browser.look("overview-several");
        browser.visit("backups?database=orders");
        browser.reads("No backup matches these filters.");
        browser.visit("restore?record=" + newestBackup());
        browser.reads("Type default to confirm.");
        browser.choose("[name=database]", "orders");
        browser.reads("Type orders to confirm.");
        browser.look("restore-other");
        browser.visit("schedule?database=orders");
        browser.reads("Automatic backups are off.");
    }

    @Test
    @Order(12)
    void changesItsOwnPasswordAndSignsOut() {
        signIn("vera");
        browser.press("Change your password");
        browser.type("safeward-password [name=old_password]", PASSWORD);
        browser.type("safeward-password [name=new_password]", PASSWORD + "?");
        browser.press("Change the password");
        browser.reads("The password was changed.");
        browser.look("settings-password");
        browser.press("Sign out");
        browser.find("dialog[open] [name=username]");
        browser.press("Use an API key instead");
        browser.type("[name=key]", org.safeward.server.SafewardServer.API_KEY);
        browser.look("sign-in-key");
        browser.press("Sign in");
        browser.reads("Signed in as");
    }
}
