package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.safeward.beans.CatalogFile;

/** From the first sign-in to the first backup and to many of them. */
class FirstBackupIT extends ConsoleStory {
    private static final long MOST_BYTES = 200_000;

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
        browser.look("sign-in-refused");
        browser.type("[name=password]", PASSWORD);
        browser.press("Sign in");
        browser.shows("[data-verdict=never]");
        browser.look("overview-never");
        browser.visit("backups");
        browser.reads("No backup exists yet.");
        browser.look("backups-none");
        browser.visit("activity");
        browser.reads("Nothing has been done yet.");
        browser.look("activity-none");
    }

    /** The limit is one of bytes on the wire; what the browser took until it showed the verdict is reported. */
    @Test
    @Order(2)
    void loadsLittleAndOnlyFromItsServer() {
        browser.emptyCache();
        browser.visit("");
        browser.shows("[data-verdict]");
        String entries = "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))";
        Object foreign = browser.run(
                "return " + entries + ".map(one => one.name).filter(name => !name.startsWith(location.origin))");
        assertEquals(List.of(), foreign);
        Number bytes = (Number) browser.run("return " + entries + ".reduce((sum, one) => sum + one.transferSize, 0)");
        assertTrue(bytes.longValue() > 20_000 && bytes.longValue() < MOST_BYTES, bytes + " bytes");
        Number requests = (Number) browser.run("return " + entries + ".length");
        Number shown = (Number) browser.later("const done = arguments[0];"
                + " new PerformanceObserver((list) => done(Math.round(list.getEntries().at(-1).startTime)))"
                + ".observe({type: 'largest-contentful-paint', buffered: true})");
        Number ready =
                (Number) browser.run("return Math.round(performance.getEntriesByType('navigation')[0].domInteractive)");
        browser.report("first load: %s bytes in %s requests; interactive after %s ms, its verdict painted after %s ms"
                .formatted(bytes, requests, ready, shown));
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
        browser.look("overview-focus");
        browser.keys(Keys.ENTER);
        browser.reads("Backing up, step 2 of 6.");
        browser.look("overview-running");
        browser.press("Follow the run");
        browser.reads("Backing up, step 2 of 6.");
        browser.look("run-backup");
        release();
        browser.reads("The backup of default is complete and was read back.");
        browser.look("run-backup-done");
        browser.visit("");
        browser.shows("[data-verdict=off]");
        browser.look("overview-off");
    }

    @Test
    @Order(4)
    void putsANoteOnABackup() {
        browser.visit("");
        browser.press("Add a note to the next backup");
        browser.type("[name=reason]", "before the update");
        browser.look("overview-note");
        browser.press("Back up now");
        browser.await("another backup", () -> api.get("backup/list").data().getInt("total") == 2);
        browser.await("its end", () -> newestBackup() == 2);
        browser.visit("backups/2");
        browser.reads("before the update");
    }

    @Test
    @Order(5)
    void showsWhatABackupHoldsAndDownloadsIt() throws IOException {
        browser.visit("backups");
        browser.shows(".records a");
        browser.look("backups");
        browser.find(".records a").click();
        browser.reads("This backup was read back and is whole");
        browser.reads("note");
        browser.look("backup");
        long id = Long.parseLong(browser.address().replaceAll("\\D", ""));
        browser.tabTo("Download");
        browser.keys(Keys.ENTER);
        browser.reads("Your browser is saving the backup");
        browser.look("backup-saving");
        Path original = Path.of(api.get("backup/records/" + id).data().getString("file_path"));
        assertArrayEquals(
                Files.readAllBytes(original),
                Files.readAllBytes(browser.downloaded(1).get(0)));
        browser.press("Pin: keep for good");
        browser.reads("It is pinned");
        browser.look("backup-pinned");
        browser.press("Delete this backup");
        browser.reads("There is no way back");
        browser.look("backup-delete");
        browser.answer("Keep it");
        browser.visit("backups?type=auto");
        browser.reads("No backup matches these filters.");
        browser.look("backups-no-match");
    }

    @Test
    @Order(6)
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
            browser.visit("backups/3");
            browser.reads("This backup failed. It cannot be restored.");
            browser.look("backup-failed");
        } finally {
            Files.move(away, database.file());
        }
    }

    @Test
    @Order(7)
    void deletesABackupForGoodOnlyWhenToldTwice() {
        browser.visit("backups/3");
        browser.press("Delete this backup");
        browser.answer("Delete the backup");
        browser.await("the list", () -> browser.address().equals("backups"));
        assertEquals(404, api.get("backup/records/3").status());
    }

    @Test
    @Order(8)
    void keepsWhatItShowedWhileTheServerIsOutOfReach() {
        api.post("backup/create");
        browser.visit("");
        browser.shows(".verdict:not(.unknown)");
        browser.offline(true);
        browser.later("const done = arguments[0]; import(new URL('web/words.js', document.baseURI).href)"
                + ".then((words) => { words.changes.dispatchEvent(new Event('change')); done(); })");
        browser.shows("[data-verdict=unknown]");
        browser.look("overview-unknown");
        browser.offline(false);
        browser.press("Try again");
        browser.shows(".verdict:not(.unknown)");
    }

    /** Ids that are nobody's, and an address of an older version. */
    @Test
    @Order(9)
    void saysWhatIsNotThere() {
        for (Map.Entry<String, String> address : Map.of(
                        "backups/999999", "The backup record does not exist",
                        "runs/999999", "The job does not exist",
                        "restore?upload=gone", "The uploaded file does not exist or has expired")
                .entrySet()) {
            browser.visit(address.getKey());
            browser.reads(address.getValue());
        }
        browser.look("not-there");
    }

    @Test
    @Order(10)
    void staysQuickWithTenThousandBackups() {
        new CatalogFile(server.home())
                .change(
                        "INSERT INTO backup_record (" + COLUMNS
                                + ") WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                + " WHERE i < 10000) SELECT " + COLUMNS
                                + " FROM (SELECT * FROM backup_record WHERE id = ?), n",
                        newestBackup());
        browser.visit("backups");
        browser.reads("page 1 of 201");
        long turned = milliseconds(() -> {
            browser.press("Older");
            browser.reads("page 2 of 201");
        });
        assertTrue(browser.address().endsWith("backups?page=2"), browser.address());
        long filtered = milliseconds(() -> {
            browser.choose("[name=status]", "completed");
            browser.reads("page 1 of 201");
        });
        assertEquals(50L, browser.run("return document.querySelectorAll('.records li').length"));
        Number frame = (Number) browser.later(SCROLLING);
        long overview = milliseconds(() -> {
            browser.visit("");
            browser.shows("[data-verdict=off]");
        });
        browser.report(("10,000 backups: next page %s ms, filter %s ms, longest frame while scrolling %s ms,"
                        + " overview %s ms, its slowest requests %s")
                .formatted(turned, filtered, frame, overview, browser.run(SLOWEST)));
        assertTrue(Math.max(turned, filtered) < 3000 && frame.longValue() < 250, "the list is too slow");
        assertTrue(overview < 5000, "the overview is too slow");
    }

    /** What a browser cannot download it must not save either, as a file of JSON. */
    @Test
    @Order(11)
    void saysWhyALinkIsRefusedAndSavesNothing() {
        int before = browser.downloaded(0).size();
        CatalogFile catalog = new CatalogFile(server.home());
        catalog.change("CREATE TRIGGER late AFTER INSERT ON download_ticket BEGIN"
                + " UPDATE download_ticket SET created_at = created_at - 61000; END");
        try {
            browser.visit("backups/1");
            browser.reads("This backup was read back and is whole");
            browser.tabTo("Download");
            browser.keys(Keys.ENTER);
            browser.reads("The download link is not valid");
            browser.reads("download the backup anew");
            browser.look("backup-link-refused");
        } finally {
            catalog.change("DROP TRIGGER late");
        }
        browser.run("const link = document.createElement('a'); link.href = 'api/backup/download/1?ticket=over';"
                + " link.download = ''; link.click()");
        browser.press("Download");
        browser.reads("Your browser is saving the backup");
        assertEquals(before + 1, browser.downloaded(before + 1).size(), "only the one that was let in");
    }

    private static final String SLOWEST = """
            return performance.getEntriesByType('resource').sort((one, other) => other.duration - one.duration).slice(0, 4)
              .map((request) => request.name.replace(location.origin, '') + ' ' + Math.round(request.duration) + ' ms').join(', ');
            """;

    /** Scrolls through the whole page, a step a frame, and answers with the longest time between two frames. */
    private static final String SCROLLING = """
            const done = arguments[0];
            let last = performance.now();
            let longest = 0;
            scrollTo(0, 0);
            const step = (now) => {
              longest = Math.max(longest, now - last);
              last = now;
              scrollBy(0, 60);
              const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
              end ? done(Math.round(longest)) : requestAnimationFrame(step);
            };
            requestAnimationFrame(step);
            """;

    private static long milliseconds(Runnable action) {
        long began = System.nanoTime();
        action.run();
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static final String COLUMNS =
            "database_name, task_id, status, origin, created_reason, created_at, updated_at, started_at,"
                    + " completed_at, verified_at, file_path, file_size, database_size, table_count, row_count, compressed, format, degraded,"
                    + " pinned, sha256, content_sha256, manifest_json, failure_reason, error_code, error_arguments";
}
