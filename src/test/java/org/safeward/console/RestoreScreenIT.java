package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.safeward.fixture.SmallDatabase;

/** The database is broken, and brought back: from a backup, from a file, into a new one; and every way in which that can end. */
class RestoreScreenIT extends ConsoleStory {
    @Test
    @Order(1)
    void restoresAfterShowingWhatWillChangeAndFindsTheRunAgain() throws IOException {
        browser.visit("");
        signIn("admin");
        api.post("backup/create");
        database.execute("UPDATE note SET text = 'broken'");
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
        browser.reads("Restoring, step 2 of 6.");
        browser.look("overview-restoring");
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
    @Order(2)
    void undoesTheRestore() {
        int restore = newestJob();
        browser.visit("runs/" + restore);
        browser.press("Undo");
        browser.reads("Undo the restore of default?");
        browser.look("undo");
        browser.answer("Undo: replace default");
        browser.await("the undo's own page", () -> !browser.address().equals("runs/" + restore));
        browser.shows("[data-result=ok]");
        browser.look("run-undone");
        assertEquals("broken,second", database.notes());
        browser.visit("runs/" + restore);
        browser.reads("Restore what was there before");
    }

    @Test
    @Order(3)
    void restoresIntoANewDatabaseAndTouchesNothing() {
        browser.visit("restore?record=1");
        browser.find("[name=into][value=new]").click();
        browser.shows("[name=target]");
        assertFalse(browser.text().contains("Replace default"));
        browser.look("restore-new");
        browser.type("[name=target]", "../elsewhere");
        browser.reads("Invalid restore target");
        browser.type("[name=target]", "copy.db");
        browser.reads("Nothing is there yet");
        browser.reads("Everything is ready.");
        browser.look("restore-new-ready");
        browser.press("Restore into copy.db");
        browser.reads("was restored into copy.db. default itself was not touched.");
        browser.look("run-into-new");
        assertEquals("broken,second", database.notes());
        Path copy = server.home().resolve("restored/copy.db");
        assertEquals("first", new SmallDatabase(copy).notes());
        browser.visit("restore?record=1&target=copy.db");
        browser.reads("The restore target exists already: copy.db");
        browser.look("restore-new-taken");
        browser.find("[name=into][value=live]").click();
        browser.reads("Type default to confirm.");
    }

    @Test
    @Order(4)
    void stopsARestoreBeforeItChangesAnything() throws IOException {
        String before = database.notes();
        hold("restore.stage");
        browser.visit("runs/" + restoreThroughTheApi());
        browser.reads("Restoring, step 2 of 6.");
        browser.visit("settings");
        browser.press("Restart the server");
        browser.reads("Stop what runs, then restart.");
        browser.look("maintenance-restart");
        browser.answer("Cancel");
        browser.visit("runs/" + newestJob());
        browser.press("Stop");
        browser.reads("Stop this restore? default stays as it is.");
        browser.look("run-stop");
        browser.answer("Stop");
        browser.reads("The restore was stopped before changing anything. default is as it was.");
        browser.look("run-cancelled");
        assertEquals(before, database.notes());
    }

    @Test
    @Order(5)
    void refusesABadFile() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.zip"), "no zip at all");
        browser.visit("backups");
        browser.attach("input[type=file]", bad);
        browser.reads("This file isn't a backup we can read. Nothing was added.");
        browser.reads("Not a valid ZIP file");
        browser.look("upload-invalid");
        assertEquals(0, api.get("backup/uploads").data().getJsonArray("list").size());
    }

    @Test
    @Order(6)
    void restoresAGoodFileAndKeepsOthersForLater() throws IOException {
        Path good = Files.writeString(folder.resolve("good.sql"), """
                PRAGMA foreign_keys=OFF;
                BEGIN TRANSACTION;
                CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);
                INSERT INTO note VALUES (1,'from a file');
                COMMIT;
                """);
        browser.visit("backups");
        browser.attach("input[type=file]", good);
        browser.reads("good.sql");
        browser.reads("will be removed");
        browser.look("restore-upload");
        browser.visit("backups");
        browser.reads("Uploaded, not restored yet");
        browser.attach("input[type=file]", Files.copy(good, folder.resolve("unwanted.sql")));
        browser.reads("unwanted.sql");
        browser.visit("backups");
        browser.reads("unwanted.sql");
        browser.look("uploads");
        browser.find("[aria-label='Remove the file: unwanted.sql']").click();
        browser.await("removed", () -> !browser.text().contains("unwanted.sql"));
        browser.find("[aria-label='Restore … good.sql']").click();
        browser.reads("A check keeps this restore from beginning");
        browser.find("[name=accept_unverifiable]").click();
        browser.reads("Type default to confirm.");
        browser.type("[name=confirmation]", "default");
        browser.press("Replace default");
        browser.reads("default now holds what the uploaded file holds.");
        assertEquals("from a file", database.notes());
    }

    /** One that nothing proves complete, and that lacks what is live. */
    @Test
    @Order(7)
    void asksAgainBeforeAFileRemovesTables() throws IOException {
        database.execute("CREATE TABLE lacking (x)");
        Path doubtful = Files.writeString(folder.resolve("doubtful.sql"), """
                CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);
                INSERT INTO note VALUES (1,'half of it');
                """);
        browser.visit("backups");
        browser.attach("input[type=file]", doubtful);
        browser.reads("A check keeps this restore from beginning");
        browser.look("restore-doubtful");
        browser.find("[name=accept_unverifiable]").click();
        browser.reads("Type default to confirm.");
    }

    @Test
    @Order(8)
    void blocksADamagedBackupAndNamesTheNearestGoodOne() throws IOException {
        api.post("backup/create");
        Path file = Path.of(api.get("backup/records/" + newestBackup()).data().getString("file_path"));
        byte[] content = Files.readAllBytes(file);
        Files.write(file, new byte[] {1, 2, 3});
        try {
            browser.visit("restore?record=" + newestBackup());
            browser.reads("A check keeps this restore from beginning");
            browser.reads("Use the good one from");
            browser.type("[name=confirmation]", "default");
            browser.look("restore-damaged");
            browser.press("Replace default");
            assertTrue(browser.address().startsWith("restore"), browser.address());
        } finally {
            Files.write(file, content);
        }
    }

    @Test
    @Order(9)
    void followsARestoreOverAServerThatIsKilledAndStartedAgain() throws IOException {
        String before = database.notes();
        hold("restore.stage");
        browser.visit("runs/" + restoreThroughTheApi());
        browser.reads("Restoring, step 2 of 6.");
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
    @Order(10)
    void keepsWhatWasTypedWhenTheSessionEnds() {
        int olga = addUser("olga", "ADMIN");
        signIn("olga");
        browser.visit("restore?record=" + newestBackup());
        browser.type("[name=confirmation]", "default");
        JsonObject another =
                Json.createObjectBuilder().add("password", PASSWORD + "!").build();
        api.put("auth/users/" + olga, another);
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
    @Order(11)
    void bringsBackADatabaseThatIsLostAndSaysThatThereIsNoUndo() throws IOException {
        String before = database.notes();
        Files.writeString(
                database.file(),
                "no database any more, but long enough to be taken for the beginning of one".repeat(20));
        browser.visit("restore?record=" + newestBackup());
        browser.reads("No copy of the current data will be made. There will be no undo.");
        browser.find("[name=safety_backup]").click();
        browser.type("[name=confirmation]", "default");
        browser.look("restore-lost");
        browser.press("Replace default");
        browser.shows("[data-result=ok]");
        browser.reads("There is no undo.");
        browser.reads("left out");
        assertFalse(browser.text().contains("Undo …"), browser.text());
        browser.look("run-done-no-undo");
        assertEquals(before, database.notes());
    }

    @Test
    @Order(12)
    void restoresAndThinksTwiceOfTheUndoByKeyboardAlone() {
        browser.visit("restore?record=" + newestBackup());
        browser.reads("Type default to confirm.");
        browser.tabTo("confirmation");
        browser.keys("default", Keys.ENTER);
        browser.shows("[data-result=ok]");
        browser.tabTo("Undo …");
        browser.look("run-done-focus");
        browser.keys(Keys.ENTER);
        browser.reads("Undo the restore of default?");
        assertEquals("Leave it as it is", browser.focused());
        browser.keys(Keys.ESCAPE);
        browser.await("the focus where it was", () -> browser.focused().equals("Undo …"));
    }
}
