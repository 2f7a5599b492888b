package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.safeward.beans.CatalogFile;

/** Somebody has deleted the wrong rows: the console finds out which tables lost them since a backup, and brings these back. */
class LostRowsScreenIT extends ConsoleStory {
    @Test
    @Order(1)
    void findsWhatTheLiveDatabaseHasLostSinceABackup() throws IOException {
        browser.visit("");
        signIn("admin");
        database.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT)");
        database.execute("INSERT INTO orders VALUES (1, 'Ada'), (2, 'Grace'), (3, 'Edsger')");
        database.execute("CREATE TABLE order_items (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders, what)");
        database.execute("INSERT INTO order_items VALUES (1, 1, 'tea'), (2, 2, 'ink'), (3, 3, 'chalk')");
        database.execute("CREATE TABLE quiet (x)");
        api.post("backup/create");
        database.execute("DELETE FROM orders WHERE id > 1");
        database.execute("DELETE FROM order_items WHERE id > 1");
        database.execute("UPDATE note SET text = 'other'");
        database.execute("CREATE TABLE later (x)");
        browser.visit("backups/1");
        browser.press("What has changed since?");
        browser.reads("The live database as it is now");
        browser.look("compare");
        hold("compare.scan");
        browser.press("Compare");
        browser.reads("Comparing with a backup, step 1 of 1.");
        browser.look("compare-running");
        browser.reload();
        browser.reads("Comparing with a backup, step 1 of 1.");
        release();
        browser.reads("Tables that differ: 4 of 5.");
        assertEquals(List.of("order_items", "orders", "note", "later", "quiet"), tables());
        browser.reads("fewer rows: −2");
        browser.reads("as many rows, but not the same");
        browser.reads("Schema (tables, indexes, views, triggers): changed");
        assertFalse(browser.text().contains("quiet"), "what is the same is folded away");
        browser.look("compare-live");
        browser.visit("runs/" + newestJob());
        browser.press("See what differs");
        browser.reads("Tables that differ: 4 of 5.");
    }

    @Test
    @Order(2)
    void comparesBackupsFromTheEarlierToTheLaterOneByKeyboardAlone() {
        api.post("backup/create");
        database.execute("INSERT INTO orders VALUES (4, 'Barbara')");
        api.post("backup/create");
        browser.visit("backups/1");
        browser.tabTo("What has changed since?");
        browser.keys(Keys.ENTER);
        browser.tabTo("with");
        browser.keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        browser.shows("[name=other]");
        browser.tabTo("Compare");
        browser.look("compare-choice");
        browser.keys(Keys.ENTER);
        browser.reads("From backup 1");
        browser.reads("Tables that differ: 4 of 5.");
        assertTrue(browser.address().endsWith("compare?left=1&right=2"), browser.address());
        browser.visit("compare?left=3");
        browser.reads("The backup before it");
        browser.find("[value=newest]").click();
        browser.press("Compare");
        browser.reads("more rows: +1");
        browser.reads("From backup 2");
        browser.reload();
        browser.reads("more rows: +1");
    }

    @Test
    @Order(3)
    void saysWhatWasOnlyCounted() {
        api.post("backup/create");
        new CatalogFile(server.home())
                .change("UPDATE backup_record SET manifest_json = replace(manifest_json, '\"digest', '\"unknown')"
                        + " WHERE id = 4");
        browser.visit("compare?left=3&right=4");
        browser.shows("[data-compared=counted]");
        browser.reads("No difference was found, but not everything could be compared.");
        browser.reads("Tables whose rows could only be counted: 5");
        browser.reads("Schema (tables, indexes, views, triggers): could not be compared");
        browser.look("compare-counted");
    }

    @Test
    @Order(4)
    void stopsAComparisonAndSaysThatNothingWasTouched() throws IOException {
        hold("compare.scan");
        browser.visit("compare?left=1");
        browser.press("Compare");
        browser.reads("Comparing with a backup, step 1 of 1.");
        browser.find("[data-stop]").click();
        browser.reads("The comparison of default was stopped.");
        browser.look("compare-stopped");
        release();
        assertEquals("cancelled", api.get("backup/jobs/" + newestJob()).data().getString("state"));
    }

    @Test
    @Order(5)
    void refusesRowsThatDoNotFitToThoseThatStay() {
        browser.visit("restore?record=1");
        browser.find("[value=some]").click();
        browser.reads("Chosen: 0 of 4");
        assertFalse(browser.text().contains("Replace"), "nothing is chosen yet");
        browser.look("restore-tables-none");
        browser.find("[value=order_items]").click();
        browser.reads("order_items refers to orders, which stays");
        browser.look("restore-tables-link");
        browser.type("[name=confirmation]", "default");
        browser.press("Replace these rows in default");
        browser.reads("The restore stopped before changing anything. default is as it was.");
        browser.reads("The rows of the backup do not fit to those that stay");
        browser.look("run-tables-refused");
        assertEquals("1", database.ask("SELECT count(*) FROM order_items"));
        browser.press("Choose the tables again");
        browser.reads("Chosen: 1 of 4");
    }

    @Test
    @Order(6)
    void bringsBackTheTablesThatLostRowsAndNoOther() throws IOException {
        browser.visit("runs/2");
        browser.press("See what differs");
        browser.press("Bring rows of these tables back");
        browser.reads("Chosen: 3 of 4");
        browser.find("[value=note]").click();
        browser.reads("Chosen: 2 of 4");
        browser.reads("Type default to confirm.");
        browser.reads("Replace the rows of order_items, orders in default");
        browser.look("restore-tables");
        browser.type("[name=confirmation]", "default");
        hold("restore.stage");
        browser.press("Replace these rows in default");
        browser.reads("Restoring, step 2 of 6.");
        browser.reads("Only these tables: order_items, orders");
        browser.look("run-tables");
        release();
        browser.shows("[data-result=ok]");
        browser.reads("The rows of order_items, orders in default are restored to");
        browser.reads("Undo returns these tables to");
        browser.look("run-tables-done");
        assertEquals("3", database.ask("SELECT count(*) FROM orders"));
        assertEquals("3", database.ask("SELECT count(*) FROM order_items"));
        assertEquals("other", database.notes());
    }

    @Test
    @Order(7)
    void undoesTheRestoreOfTheTables() {
        int restore = newestJob();
        browser.visit("runs/" + restore);
        browser.press("Undo");
        browser.reads("Undo the restore of order_items, orders in default?");
        browser.look("undo-tables");
        browser.answer("Undo: replace these rows");
        browser.await("the undo's own page", () -> !browser.address().equals("runs/" + restore));
        browser.reads("Only these tables: order_items, orders");
        browser.shows("[data-result=ok]");
        browser.look("run-tables-undone");
        assertEquals("2", database.ask("SELECT count(*) FROM orders"));
        browser.visit("activity");
        browser.reads("default: order_items, orders");
    }

    @Test
    @Order(8)
    void putsCopiesBesideOutOfManyTablesByKeyboardAlone() {
        for (int i = 0; i < 12; i++) {
            database.execute("CREATE TABLE part_" + i + " (x)");
        }
        api.post("backup/create");
        browser.visit("restore?record=" + newestBackup());
        browser.find("[value=some]").click();
        browser.type("[name=filter]", "Orders");
        browser.await(
                "one table",
                () -> browser.run("return document.querySelectorAll('[name=table]').length")
                        .equals(1L));
        browser.tabTo("table");
        browser.keys(Keys.SPACE);
        browser.tabTo("place");
        browser.keys(Keys.ARROW_DOWN);
        browser.reads("For example: orders_old");
        browser.type("[name=ending]", "-");
        browser.reads("1 to 30 letters, digits and underscores.");
        browser.type("[name=ending]", "_before");
        browser.reads("with _before behind their names?");
        browser.reads("Everything is ready.");
        browser.look("restore-tables-beside");
        browser.press("Make the copies");
        browser.reads("Copies of orders are in default, with _before behind their names.");
        browser.look("run-tables-beside");
        assertEquals("2", database.ask("SELECT count(*) FROM orders_before"));
    }

    @Test
    @Order(9)
    void whoMayOnlyLookComparesBackups() {
        addUser("vera", "VIEWER");
        signIn("vera");
        browser.visit("compare?left=1");
        browser.reads("You can compare backups but not read the live database.");
        assertTrue(browser.find("[value=newest]").isSelected());
        browser.look("compare-viewer");
        browser.press("Compare");
        browser.shows("[data-compared=tables]");
    }

    /** In the order of the page, the folded ones included. */
    private static Object tables() {
        return browser.run("return [...document.querySelectorAll('[data-table]')].map((row) => row.dataset.table)");
    }
}
