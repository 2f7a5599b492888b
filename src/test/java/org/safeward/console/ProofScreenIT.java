package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.safeward.beans.CatalogFile;
import org.safeward.drill.ForgedFile;

/** A backup is proven to come back by a button, and what a drill found stands wherever somebody looks. */
class ProofScreenIT extends ConsoleStory {
    @Test
    @Order(1)
    void provesABackupWhenToldToAndSaysSoEverywhere() throws IOException {
        browser.visit("");
        signIn("admin");
        api.post("backup/create");
        browser.visit("");
        browser.reads("Not yet proven restorable");
        browser.look("overview-unproven");
        browser.visit("backups/1");
        browser.reads("Not yet proven to come back");
        browser.look("backup-unproven");
        hold("drill.prove");
        browser.press("Prove it now");
        browser.reads("Proving that a backup comes back, step 3 of 3.");
        browser.look("backup-proving");
        browser.visit("");
        browser.reads("Proving that a backup comes back, step 3 of 3.");
        assertEquals(
                "Back up now", browser.find(".actions button:not([disabled])").getText(), "nobody waits for a drill");
        browser.press("Follow the run");
        browser.reads("Proving that it comes back, step 3 of 3.");
        browser.look("run-drill");
        release();
        browser.reads("The backup of default comes back: it was restored and compared.");
        browser.look("run-drill-done");
        browser.press("Open the backup");
        browser.reads("Proven to come back");
        browser.look("backup-proven");
        browser.visit("backups");
        browser.reads("Proven");
        browser.look("backups-proven");
        browser.visit("");
        browser.reads("Last proven restorable");
        browser.reads(file(1));
        browser.look("overview-proven");
    }

    @Test
    @Order(2)
    void stopsADrill() throws IOException {
        hold("drill.prove");
        browser.visit("backups/1");
        browser.press("Prove it now");
        browser.press("Follow the run");
        browser.press("Stop");
        browser.reads("Stop this drill? default is not touched by it.");
        browser.look("run-drill-stop");
        browser.answer("Stop");
        browser.reads("The drill of default was stopped.");
        assertEquals("cancelled", api.get("backup/jobs/" + newestJob()).data().getString("state"));
        release();
        browser.visit("backups/1");
        browser.reads("Proven to come back");
    }

    @Test
    @Order(3)
    void showsThatABackupIsNotWhatWasBackedUp() throws IOException {
        ForgedFile forged = ForgedFile.of(Path.of(file(1)), "'first'", "'FIRST'");
        new CatalogFile(server.home())
                .change(
                        "UPDATE backup_record SET sha256 = ?, manifest_json = ? WHERE id = 1",
                        forged.sha256(),
                        forged.manifest());
        browser.visit("backups/1");
        browser.press("Prove it now");
        browser.reads("did not prove that this backup comes back");
        browser.reads("note (changed)");
        browser.look("backup-differs");
        browser.visit("");
        browser.shows("[data-verdict=differs]");
        browser.reads("note (changed)");
        browser.look("overview-differs");
        browser.visit("runs/" + newestJob());
        browser.shows("[data-result=danger]");
        browser.look("run-drill-differs");
        browser.visit("backups");
        browser.reads("Verified");
        assertEquals(-1, browser.text().indexOf("Proven"), "what was proven once is refuted");
    }

    @Test
    @Order(4)
    void saysWhatCannotBeProvenHere() {
        JsonObject second = api.post("backup/create").data();
        api.post("backup/drills", "{}");
        browser.visit("");
        browser.shows("[data-verdict=off]");
        new CatalogFile(server.home())
                .change(
                        "UPDATE job SET state = 'FAILED', error_code = 'DRILL_IMPOSSIBLE', error_arguments = ?"
                                + " WHERE id = (SELECT max(id) FROM job)",
                        "[\"no CREATEDB\"]");
        browser.visit("");
        browser.shows("[data-verdict=unprovable]");
        browser.reads("cannot be proven here: no CREATEDB");
        browser.look("overview-unprovable");
        assertEquals("completed", second.getString("status"));
    }

    @Test
    @Order(5)
    void schedulesDrillsOfOneDatabase() {
        browser.visit("schedule");
        browser.reads("Besides, after the first backup");
        browser.choose("[name=drills]", "own");
        browser.type("[name=drill_cron]", "0 5 * * 6");
        browser.look("schedule-drills");
        browser.press("Save changes");
        browser.reads("Saved.");
        assertEquals("0 5 * * 6", drillCron());
        browser.type("[name=drill_cron]", "at night");
        browser.press("Save changes");
        browser.reads("The schedule was not saved.");
        browser.reads("drill_cron");
        assertEquals("0 5 * * 6", drillCron());
        browser.choose("[name=drills]", "never");
        browser.press("Save changes");
        browser.reads("Saved.");
        assertEquals("", drillCron());
    }

    private static String drillCron() {
        return api.get("backup/config").data().getString("drill_cron");
    }

    @Test
    @Order(6)
    void whoMayOnlyLookIsToldWhyThereIsNoButton() {
        addUser("vera", "VIEWER");
        signIn("vera");
        browser.visit("backups/1");
        browser.reads("You can view backups but not start drills. Ask an administrator.");
    }

    private static String file(int record) {
        return api.get("backup/records/" + record).data().getString("file_path");
    }
}
