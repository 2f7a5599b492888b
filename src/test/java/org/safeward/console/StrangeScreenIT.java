package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.Waiting;

/** What the first page begins with until somebody has done something: a backup that is strange, and one whose file is damaged. */
class StrangeScreenIT extends ConsoleStory {
    private static final Duration SOON = Duration.ofSeconds(100);

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

    /** A copy is read again after a month, and looked for each minute. */
    @Test
    @Order(3)
    void aDamagedCopyStandsFirstUntilItIsWholeAgain() throws IOException {
        Path file = Path.of(api.get("backup/records/1").data().getString("file_path"));
        byte[] content = Files.readAllBytes(file);
        Files.write(file, new byte[] {1, 2, 3});
        new CatalogFile(server.home())
                .change(
                        "UPDATE backup_record SET verified_at = ? WHERE id = 1",
                        Instant.now().minus(Duration.ofDays(31)).toEpochMilli());
        awaitDamaged(1);
        browser.visit("");
        browser.shows("[data-verdict=damaged]");
        browser.reads("A backup is damaged on its disk and could not be healed.");
        browser.reads("could not be healed: 1");
        browser.look("overview-damaged");
        browser.visit("backups");
        browser.reads("Damaged");
        browser.look("backups-damaged");
        browser.visit("");
        browser.press("Look at backup 1");
        browser.reads("The file of this backup is damaged or gone. It cannot be restored.");
        browser.reads("Use the good one from");
        browser.look("backup-damaged");

        // Somebody has put back what they had of it. What could not be healed is tried again after hours, or a start.
        Files.write(file, content);
        server.close();
        server.start();
        awaitDamaged(0);
        browser.visit("");
        browser.shows("[data-verdict=off]");
        browser.visit("backups/1");
        browser.reads("This backup was read back and is whole");
    }

    private static void awaitDamaged(int number) {
        assertTrue(
                Waiting.until(
                        SOON,
                        () -> api.get("backup/status")
                                        .data()
                                        .getJsonArray("damaged")
                                        .size()
                                == number),
                server.log());
    }
}
