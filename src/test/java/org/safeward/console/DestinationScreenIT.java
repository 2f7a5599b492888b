package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.Trees;
import org.safeward.server.Answer;
import org.safeward.takeover.Installation;

/** How it stands with the places beyond this machine, trying them, and what the first page says of them. */
@WithSettings({
    "safeward.destinations=nas,vault,lost,bucket",
    "safeward.destination.bucket.url=s3://vault/app",
    "safeward.destination.bucket.endpoint=LOCKING_S3",
    "safeward.destination.bucket.access-key=tester",
    "safeward.destination.bucket.secret-key=a secret of the tests",
    "safeward.destination.bucket.lock=30d",
    "safeward.destination.bucket.lock-mode=COMPLIANCE",
    "safeward.destination.nas.url=file://FOLDER/nas",
    "safeward.destination.vault.url=file://FOLDER/vault",
    "safeward.destination.vault.databases=default",
    "safeward.destination.lost.url=file://FOLDER/lost/nas",
    "safeward.destination.lost.recipients=RECIPIENT"
})
class DestinationScreenIT extends ConsoleStory {
    @Test
    @Order(0)
    void aNewInstallationIsOfferedTheCatalogOfALostOne() throws Exception {
        String key = Installation.lost(Files.createDirectory(folder.resolve("lost")), PAIR)
                .grouped();
        browser.visit("");
        signIn("admin");
        browser.visit("");
        browser.reads("Is this machine to replace one that was lost?");
        browser.look("overview-takeover");
        browser.press("Take over a lost installation");
        browser.choose("[name=destination]", "lost");
        browser.reads("Public key " + key.substring(0, 19) + " …");
        browser.type("[name=public_key]", "0".repeat(64));
        browser.type("[name=identity]", PAIR.secretKey());
        browser.look("takeover");
        browser.press("Take over …");
        browser.look("takeover-question");
        browser.answer("Take it over");
        browser.reads("Nothing was taken over; all is as it was.");
        browser.reads("that is signed by this public key");
        browser.type("[name=public_key]", key);
        browser.press("Take over …");
        browser.answer("Take it over");
        browser.reads("The catalog of ");
        browser.reads("was taken over.");
        signIn("admin");
        browser.reads("erna");
        assertFalse(api.get("takeover").data().getBoolean("possible"));
        browser.visit("");
        browser.shows("[data-verdict]");
        assertFalse(browser.text().contains("replace one that was lost"));
    }

    @Test
    @Order(1)
    void saysWhatIsWrongWithAPlaceAndThatItWorks() throws IOException {
        Files.createDirectory(folder.resolve("nas"));
        browser.visit("");
        signIn("admin");
        browser.visit("settings");
        browser.press("Destinations beyond this machine");
        browser.shows("[data-destination=nas]");
        browser.reads(folder.resolve("vault").toString());
        browser.look("destinations-untried");
        press("Test it: vault");
        browser.reads("What is done there has failed since");
        browser.reads("The destination " + folder.resolve("vault") + " is not there");
        browser.shows("[data-destination=vault][data-state=failing]");
        browser.look("destinations-failing");
        Files.createDirectory(folder.resolve("vault"));
        press("Test it: vault");
        browser.reads("It works: a small file was written, found, read back and removed.");
        browser.shows("[data-destination=vault][data-state=ok]");
        press("Test it: nas");
        browser.shows("[data-destination=nas][data-state=ok]");
        browser.look("destinations-ok");
        assertEquals("destination.test", newestAction());
    }

    @Test
    @Order(2)
    void asksBeforeOlderBackupsAreCopied() {
        press("Copy older backups, too …: vault");
        browser.reads("There is none: all that belongs there is there, or on its way.");
        browser.answer("Cancel");
        new CatalogFile(server.home())
                .change("UPDATE destination SET known_since = known_since + 100000000 WHERE name = 'vault'");
        api.post("backup/create");
        press("Copy older backups, too …: vault");
        browser.reads("Backups: 1, ");
        browser.look("destination-fill");
        browser.answer("Copy them");
        browser.reads("The older backups will be copied, newest first.");
        assertTrue(api.get("destinations/vault").data().getBoolean("fill"));
        assertEquals("destination.fill", newestAction());
    }

    @Test
    @Order(3)
    void theFirstSentenceTellsOfAPlaceThatFailsAndOfBackupsThatAreMissingThere() throws IOException {
        Trees.delete(folder.resolve("vault"));
        assertEquals("DESTINATION_MISSING", api.post("destinations/vault/test").error());
        browser.visit("");
        browser.shows("[data-verdict=offsiteFails]");
        browser.reads("vault has failed since");
        browser.reads("Copying to vault fails: The destination " + folder.resolve("vault") + " is not there");
        browser.look("overview-destination-fails");
        long old = Instant.now().minus(Duration.ofDays(3)).toEpochMilli();
        CatalogFile catalog = new CatalogFile(server.home());
        catalog.change("UPDATE destination SET known_since = 1 WHERE name = 'vault'");
        catalog.change("UPDATE backup_record SET completed_at = ?", old);
        browser.visit("");
        browser.shows("[data-verdict=notOffsite]");
        browser.reads("newer ones have been missing in vault since");
        browser.look("overview-not-offsite");
        browser.press("Look at the destinations");
        browser.reads("A good backup has been missing there since");
        browser.look("destinations-late");
    }

    @Test
    @Order(4)
    void whatLiesThereIsListed() {
        browser.visit("backups/" + newestBackup());
        browser.reads("Where it lies");
        browser.shows("[data-copy=first][data-state=good]");
        browser.shows("[data-copy=nas][data-state=good]");
        browser.look("backup-copies");
        browser.visit("destinations/nas");
        browser.reads("What lies in nas");
        browser.look("destination-lying");
    }

    /** Without what is around it, and dark on light whatever the theme. */
    @Test
    @Order(5)
    void theRecoverySheetIsPrinted() {
        browser.visit("settings");
        browser.press("Recovery sheet");
        browser.reads("cp " + folder.resolve("vault") + "/");
        browser.reads(api.get("recovery-sheet").data().getString("title").substring(0, 10));
        browser.look("recovery");
        browser.print(true);
        browser.shows(".sheet pre");
        assertFalse(browser.text().contains("Print"), browser.text());
        assertFalse(browser.text().contains("Overview"));
        browser.look("recovery-printed");
        browser.run("document.documentElement.dataset.theme = 'dark'");
        assertEquals("rgb(26, 35, 48)", browser.run("return getComputedStyle(document.querySelector('.sheet')).color"));
        browser.print(false);
        browser.named("Print");
        browser.visit("destinations");
        browser.reads("Safeward's own catalog");
        browser.shows("[data-destination=lost] [data-catalog]");
    }

    @Test
    @Order(6)
    void whoMayOnlyLookSeesTheStateAndIsToldWhoCanTryIt() {
        addUser("vera", "VIEWER");
        signIn("vera");
        browser.visit("destinations");
        browser.shows("[data-destination=vault]");
        browser.reads("An administrator can test it.");
    }

    @Test
    @Order(7)
    void aPlaceThatLeftTheSettingsIsSaidToBeGoneByWhoHasSeenWhatIsLost() {
        CatalogFile catalog = new CatalogFile(server.home());
        long record = newestBackup();
        catalog.change(
                "INSERT INTO backup_copy (record_id, destination, name, state, file_size, encrypted, created_at, attempts)"
                        + " VALUES (?, 'old', 'x', 'GOOD', 1000, FALSE, 1, 0)",
                record);
        catalog.change("UPDATE backup_record SET file_damaged_at = 1 WHERE id = ?", record);
        catalog.change("DELETE FROM backup_copy WHERE record_id = ? AND destination <> 'old'", record);
        assertEquals("DESTINATION_CONFIGURED", api.delete("destinations/nas").error());
        assertEquals("DESTINATION_NEEDED", api.delete("destinations/old").error());
        browser.visit("destinations");
        browser.shows("[data-former=old]");
        browser.reads("An administrator can say that it is gone for good.");
        signIn("admin");
        browser.visit("destinations");
        press("It is gone for good …: old");
        browser.reads("Backups that have no other good copy: 1");
        browser.look("destination-gone");
        browser.find("dialog[open] [name=lost]").click();
        browser.answer("Forget them");
        browser.await(
                "it is forgotten",
                () -> api.get("destinations").data().getJsonArray("former").isEmpty());
        browser.await("nor shown", () -> !browser.text().contains("Not in the settings"));
        assertEquals("destination.forget", newestAction());
    }

    @Test
    @Order(8)
    void whatIsLockedSaysUntilWhenAndIsNotDeleted() {
        api.post("backup/create");
        long id = newestBackup();
        browser.await(
                "it is locked",
                () -> locked(id).filter(copy -> !copy.isNull("locked_until")).isPresent());
        JsonObject copy = locked(id).orElseThrow();
        assertEquals("compliance", copy.getString("lock_mode"));
        assertTrue(copy.isNull("lock_error"), copy.toString());
        Answer refused = api.delete("backup/records/" + id);
        assertEquals(409, refused.status());
        assertEquals("COPY_LOCKED", refused.error());
        assertTrue(refused.message().contains("until: 20"), refused.message());
        assertTrue(Files.exists(
                java.nio.file.Path.of(api.get("backup/records/" + id).data().getString("file_path"))));
        assertTrue(api.get("backup/retention/preview").data().getJsonArray("list").stream()
                .map(JsonValue::asJsonObject)
                .anyMatch(one -> one.getInt("record_id") == id && !one.isNull("locked_until")));
        assertTrue(
                api.get("metrics").text().contains("safeward_destination_unlocked_copies{destination=\"bucket\"} 0"));
        browser.visit("backups/" + id);
        browser.reads("nobody can remove it before");
        browser.shows("[data-copy=bucket] [data-lock=compliance]");
        browser.look("backup-locked");
        browser.visit("destinations");
        browser.reads("For 30 days from when a copy is made, nobody can remove it.");
        browser.shows("[data-destination=bucket] [data-locks=ok]");
    }

    @Test
    @Order(9)
    void theTestSaysThatItsFileIsLockedAndThatABucketHasNoLocks() {
        bucket.bucket.defaultRetention = Optional.of(Duration.ofDays(7));
        browser.visit("destinations");
        press("Test it: bucket");
        browser.reads("It stays there until its lock ends.");
        browser.reads("the small file of the test stays until");
        bucket.bucket.defaultRetention = Optional.empty();
        bucket.bucket.locks = false;
        press("Test it: bucket");
        browser.reads("It works: a small file was written, found, read back and removed.");
        browser.reads("Each copy is to be locked for 30 days");
        browser.reads("does not lock copies: ObjectLockConfigurationNotFoundError");
        browser.shows("[data-destination=bucket] [data-locks=warning]");
        browser.look("destinations-unlocked");
    }

    private static Optional<JsonObject> locked(long record) {
        return api.get("backup/records/" + record).data().getJsonArray("copies").stream()
                .map(JsonValue::asJsonObject)
                .filter(copy -> copy.getString("place").equals("bucket"))
                .findFirst();
    }

    private static void press(String label) {
        browser.find("[aria-label='" + label + "']").click();
    }

    private static String newestAction() {
        return api.get("audit?page_size=1")
                .data()
                .getJsonArray("list")
                .getJsonObject(0)
                .getString("action");
    }
}
