package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.safeward.beans.CatalogFile;

/** Keys on the page of the destinations: who signs what is ours, whom copies are for, and who still holds what opens them. */
@WithSettings({
    "safeward.destinations=nas,lost",
    "safeward.destination.nas.url=file://FOLDER/nas",
    "safeward.destination.lost.url=file://FOLDER/lost",
    "safeward.destination.lost.recipients=RECIPIENT"
})
class DestinationKeysScreenIT extends ConsoleStory {
    @Test
    @Order(0)
    void theTrustInAnotherInstallationIsTakenBack() throws IOException {
        Files.createDirectory(folder.resolve("nas"));
        Files.createDirectory(folder.resolve("lost"));
        String key = "ab".repeat(32);
        new CatalogFile(server.home()).change("INSERT INTO trusted_key VALUES (?, 1700000000000, 'erna')", key);
        browser.visit("");
        signIn("admin");
        browser.visit("destinations");
        browser.reads("Other installations that are trusted");
        browser.look("destinations-trusted");
        press("Take the trust back …: " + key);
        browser.answer("Take it back");
        browser.reads("That installation is not trusted any more.");
        assertEquals("key.distrust", newestAction());
        assertEquals("TRUSTED_KEY_NOT_FOUND", api.delete("trusted-keys/" + key).error());
    }

    @Test
    @Order(1)
    void copiesForOtherRecipientsAreEncryptedAnew() throws IOException {
        CatalogFile catalog = new CatalogFile(server.home());
        api.post("backup/create");
        browser.await(
                "a good copy",
                () -> api.get("destinations/lost")
                                .data()
                                .getJsonObject("copies")
                                .getInt("good")
                        > 0);
        catalog.change("UPDATE backup_copy SET recipients = 'age1other' WHERE destination = 'lost' AND state = 'GOOD'");
        browser.visit("destinations");
        browser.reads("Copies that are not for the recipients of now: ");
        press("Encrypt them anew …: lost");
        browser.reads("Encrypt the copies in lost anew?");
        browser.look("destination-reencrypt");
        browser.answer("Encrypt anew");
        browser.await(
                "all are for those of now",
                () -> api.get("destinations/lost").data().getInt("for_other_recipients") == 0);
        assertEquals(
                "DESTINATION_NOT_ENCRYPTED",
                api.get("destinations/nas/reencrypt").error());
        assertEquals(
                "IDENTITY_INVALID",
                api.post("destinations/lost/reencrypt", "{\"identity\": \"x\"}").error());
    }

    @Test
    @Order(2)
    void whoHoldsTheKeyShowsIt() {
        new CatalogFile(server.home())
                .change(
                        "UPDATE shown_identity SET known_since = 1, told_at = NULL WHERE recipient = ?",
                        PAIR.publicKey());
        browser.visit("destinations");
        browser.shows("[data-shown=lost][data-late=true]");
        browser.look("destinations-unshown");
        assertTrue(api.get("backup/status")
                .data()
                .getJsonArray("warnings")
                .toString()
                .contains("/api/recipients/show"));
        browser.type("[data-recipients] [name=identity]", PAIR.secretKey());
        browser.press("Show it");
        browser.reads("and was not kept.");
        browser.shows("[data-shown=lost][data-late=false]");
        assertEquals("recipients.show", newestAction());
        assertTrue(api.get("recovery-sheet").data().getString("text").contains("Somebody has last shown"));
        assertFalse(server.log().contains(PAIR.secretKey()));
    }

    @Test
    @Order(3)
    void aBackupOfWhichOnlyAnEncryptedCopyIsLeftIsRestoredByItsIdentity() throws IOException {
        int id = newestBackup();
        CatalogFile catalog = new CatalogFile(server.home());
        Files.delete(Path.of(api.get("backup/records/" + id).data().getString("file_path")));
        catalog.change("DELETE FROM backup_copy WHERE record_id = ? AND destination <> 'lost'", id);
        var preview = api.get("backup/restore/preview?record_id=" + id).data();
        assertTrue(preview.getBoolean("identity_needed"), preview.toString());
        assertEquals("passed", preview.getJsonArray("checks").getJsonObject(0).getString("outcome"));
        browser.visit("restore?record=" + id);
        browser.reads("encrypted, and is fetched from there");
        browser.shows("[name=identity]");
        browser.look("restore-sealed");
        String body = "{\"record_id\": " + id + ", \"identity\": \"" + PAIR.secretKey() + "\"}";
        assertEquals(200, api.post("backup/restore", body).status());
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
