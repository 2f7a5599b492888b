package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Data was deleted, and a backup made since: the first page says so until somebody has looked at it. */
class StrangeScreenIT extends ConsoleStory {
    @Test
    @Order(1)
    void theFirstSentenceTellsOfAStrangeBackup() {
        browser.visit("");
        signIn("admin");
        database.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                + " INSERT INTO note (text) SELECT 'note ' || i FROM n");
        api.post("backup/create");
        database.execute("DELETE FROM note WHERE id > 1");
        api.post("backup/create");
        browser.visit("");
        browser.shows("[data-verdict=strange]");
        browser.reads("is strange: much less is in it");
        browser.look("overview-strange");
    }

    @Test
    @Order(2)
    void itsPageSaysWhyAndTakesTheAcknowledgement() {
        browser.visit("backups");
        browser.reads("Strange");
        browser.look("backups-strange");
        browser.visit("backups/" + newestBackup());
        browser.reads("This backup is strange beside the one before it.");
        browser.reads("Database default has 1 rows in all tables; it had 501 in backup 1");
        browser.look("backup-strange");
        browser.press("It is right: let older ones expire");
        browser.reads("That was acknowledged");
        assertEquals(0, api.get("backup/status").data().getJsonArray("strange").size());
        browser.look("backup-acknowledged");
        browser.visit("");
        browser.shows("[data-verdict=off]");
    }
}
