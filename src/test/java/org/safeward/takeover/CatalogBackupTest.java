package org.safeward.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.access.Identity;
import org.safeward.access.Role;
import org.safeward.access.ticket.DownloadTickets;
import org.safeward.access.token.SigningKey;
import org.safeward.access.token.SigningKeys;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.KeyPair;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CatalogCopies;
import org.safeward.destinations.InstallationKeys;
import org.safeward.fault.Fault;
import org.safeward.takeover.Installation.Kind;

/** What of the catalog goes to a destination, and when. */
class CatalogBackupTest {
    private static final KeyPair PAIR = KeyPair.make();

    @TempDir
    Path folder;

    private Installation installation;

    @BeforeEach
    void start() {
        installation = new Installation(folder, "home", Kind.SQLITE, null, PAIR);
    }

    @AfterEach
    void close() {
        installation.close();
    }

    /** A new one belongs on one of the two lists. */
    @Test
    void everyTableIsInItOrLeftOutOnPurpose() {
        Set<String> listed = new TreeSet<>(Arrays.asList(CatalogTable.LEFT_OUT));
        Arrays.stream(CatalogTable.values()).map(CatalogTable::table).forEach(listed::add);
        String there = installation.ask("SELECT group_concat(name, ',') FROM (SELECT name FROM sqlite_schema"
                + " WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name)");
        assertEquals(String.join(",", listed), there);
    }

    @Test
    void noSecretOfTheServerIsInIt() throws Exception {
        installation.get(SigningKeys.class).add(new SigningKey("safeward-1", "private jwk", Instant.now()));
        String ticket = installation
                .get(DownloadTickets.class)
                .issue(1, Identity.ofKey("ci", 1, Role.ADMIN))
                .text();
        String text = text(installation.get(BackUpCatalog.class).to(installation.nas()));
        assertTrue(text.startsWith("{\"safeward_catalog\":1,"), text);
        for (String secret : new String[] {
            "private jwk",
            ticket,
            installation.ask("SELECT hash FROM download_ticket"),
            installation.ask("SELECT secret FROM mark_key"),
            installation.get(InstallationKeys.class).own().secret()
        }) {
            assertFalse(text.contains(secret), secret);
        }
    }

    @Test
    void comesAfterTheFirstGoodCopyOfEachDay() {
        CatalogCopies copies = installation.get(CatalogCopies.class);
        assertFalse(copies.take("nas"), "nothing was copied there yet");
        goodCopy();
        installation.get(DueCatalogBackups.class).run();
        assertEquals(1, lying());
        installation.get(DueCatalogBackups.class).run();
        assertEquals(1, lying(), "it was made today");

        installation.change("UPDATE catalog_copy SET made_at = made_at - 86400000, next_try_at = 0");
        installation.get(DueCatalogBackups.class).run();
        assertEquals(2, lying());

        installation.change("UPDATE catalog_copy SET made_at = made_at - 86400000, next_try_at = 0");
        installation.change("UPDATE backup_copy SET verified_at = verified_at - 86400000");
        assertFalse(copies.take("nas"), "there is no copy of today");
    }

    /** Nobody looks at the very minute: a copy that is read back just before midnight counts after it, too. */
    @Test
    void isOwedUntilItIsMadeWhateverTheDay() {
        goodCopy();
        installation.change("UPDATE backup_copy SET verified_at = verified_at - 86400000");
        installation.get(DueCatalogBackups.class).run();
        assertEquals(1, lying());
        installation.change("UPDATE catalog_copy SET made_at = made_at - 3 * 86400000, next_try_at = 0");
        installation.get(DueCatalogBackups.class).run();
        assertEquals(2, lying());
    }

    @Test
    void aFailureIsToldOnceAndAnOverdueOneIsLate() throws Exception {
        assertEquals(new CatalogCopies.Standing(Optional.empty(), Optional.empty(), false), standing());
        goodCopy();
        assertFalse(standing().late());
        Files.createFile(installation.home().resolve("catalog-backup"));
        List<CatalogBackupFailed> told = new ArrayList<>();
        installation.watch(CatalogBackupFailed.class, told::add);
        for (int i = 0; i < 2; i++) {
            installation.get(DueCatalogBackups.class).run();
            installation.change("UPDATE catalog_copy SET next_try_at = 0");
        }
        assertEquals(1, told.size());
        assertEquals("nas", told.get(0).destination());
        assertEquals(
                Optional.of(told.get(0).reason().code()), standing().fault().map(Fault::code));
        assertFalse(standing().late(), "for some minutes");
        installation.change("UPDATE backup_copy SET verified_at = verified_at - 8 * 86400000");
        assertTrue(standing().late());

        Files.delete(installation.home().resolve("catalog-backup"));
        installation.get(DueCatalogBackups.class).run();
        assertEquals(Optional.empty(), standing().fault());
        assertTrue(standing().madeAt().isPresent());
        assertFalse(standing().late());
    }

    private CatalogCopies.Standing standing() {
        return installation
                .get(CatalogCopies.class)
                .standing(installation.nas())
                .orElseThrow();
    }

    @Test
    void oneNodeHasTheTurnAndTheNextComesAnHourAfterAFailure() throws Exception {
        goodCopy();
        CatalogCopies copies = installation.get(CatalogCopies.class);
        Files.delete(folder.resolve("nas"));
        installation.get(DueCatalogBackups.class).run();
        assertTrue(installation.ask("SELECT error_code FROM catalog_copy").startsWith("DESTINATION_"));
        assertFalse(copies.take("nas"));
        installation.change("UPDATE catalog_copy SET next_try_at = next_try_at - 3600001");
        Files.createDirectory(folder.resolve("nas"));
        installation.get(DueCatalogBackups.class).run();
        assertEquals(1, lying());
        assertEquals(null, installation.ask("SELECT error_code FROM catalog_copy"));
    }

    @Test
    void thirtyStayAndTheOldestGo() throws Exception {
        for (int i = 0; i < ForgetCatalogs.KEPT + 2; i++) {
            installation.get(BackUpCatalog.class).to(installation.nas());
        }
        String newest = installation
                .get(LyingCatalogs.class)
                .in(installation.nas())
                .get(0)
                .name();
        installation.get(ForgetCatalogs.class).old(installation.nas());
        assertEquals(ForgetCatalogs.KEPT, lying());
        assertEquals(
                newest,
                installation
                        .get(LyingCatalogs.class)
                        .in(installation.nas())
                        .get(0)
                        .name());
    }

    @Test
    void thoseOfAnotherInstallationStayThoughItIsTrusted() throws Exception {
        try (Installation other = new Installation(folder, "other", Kind.SQLITE, null, PAIR)) {
            other.get(BackUpCatalog.class).to(other.nas());
            installation.get(InstallationKeys.class).trust(other.publicKey(), "somebody");
            for (int i = 0; i < ForgetCatalogs.KEPT; i++) {
                installation.get(BackUpCatalog.class).to(installation.nas());
            }
            installation.get(ForgetCatalogs.class).old(installation.nas());
            assertEquals(ForgetCatalogs.KEPT + 1, lying());
        }
    }

    @Test
    void leavesNothingInTheHome() throws Exception {
        installation.get(BackUpCatalog.class).to(installation.nas());
        try (Stream<Path> left = Files.list(installation.home().resolve("catalog-backup"))) {
            assertEquals(0, left.count());
        }
    }

    private void goodCopy() {
        BackupRecord record = installation
                .get(BackupRecords.class)
                .add(new BackupRecord("default", BackupOrigin.REQUEST, "", true, Instant.now()));
        BackupCopies copies = installation.get(BackupCopies.class);
        long copy = copies.add(new BackupCopy(record.id(), "nas", true, Instant.now()))
                .id();
        copies.change(copy, row -> row.foundGood(Instant.now()));
    }

    private long lying() {
        try (Stream<Path> files = Files.list(folder.resolve("nas"))) {
            return files.filter(file -> file.toString().endsWith(".manifest.json"))
                    .count();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String text(String name) throws Exception {
        try (InputStream file = Files.newInputStream(folder.resolve("nas").resolve(name));
                var identity = org.safeward.archive.age.Identity.parse(PAIR.secretKey());
                InputStream plain = new GZIPInputStream(DecryptedStream.open(file, identity))) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
