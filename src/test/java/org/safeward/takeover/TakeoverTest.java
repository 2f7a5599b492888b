package org.safeward.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.access.Account;
import org.safeward.access.Accounts;
import org.safeward.access.Identity;
import org.safeward.access.Role;
import org.safeward.access.apikey.ApiKeys;
import org.safeward.access.audit.AuditEntries;
import org.safeward.access.audit.AuditEntry;
import org.safeward.access.login.FirstLogin;
import org.safeward.access.ticket.DownloadTickets;
import org.safeward.access.token.SigningKey;
import org.safeward.access.token.SigningKeys;
import org.safeward.archive.age.KeyPair;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.VerifiedFile;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.takeover.Installation.Kind;

/** The catalog of a lost installation goes on in a new one, of either kind; or nothing of it does. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class TakeoverTest {
    private static final KeyPair PAIR = KeyPair.make();

    @TempDir
    Path folder;

    private PostgresServer server;

    @BeforeEach
    void keep(PostgresServer shared) {
        server = shared;
    }

    private Installation lost(Kind kind) {
        Installation lost = new Installation(folder, "takeover_lost", kind, server, PAIR);
        lost.get(Accounts.class).add("admin", "old hash", "ADMIN");
        lost.get(Accounts.class).add("anna", "hash", "VIEWER");
        lost.get(ApiKeys.class).put("ci", "hash of ci", "OPERATOR");
        audit(lost, "backup.create");
        audit(lost, "user.create");
        BackupRecords records = lost.get(BackupRecords.class);
        BackupRecord good = records.add(completed(folder.resolve("gone.sql")));
        records.change(good.id(), row -> row.belongTo(77));
        BackupRecord there = records.add(completed(file("there.sql")));
        BackupRecord running = records.add(new BackupRecord("default", BackupOrigin.REQUEST, "", true, Instant.now()));
        BackupCopies copies = lost.get(BackupCopies.class);
        long copy = copies.add(new BackupCopy(good.id(), "nas", true, Instant.now()))
                .id();
        copies.change(copy, row -> row.begin(5));
        copies.change(copy, row -> row.named("default-gone.sql.age", 1, "cc"));
        copies.change(copy, row -> row.foundGood(Instant.now()));
        copies.add(new BackupCopy(there.id(), "nas", true, Instant.now()));
        copies.add(new BackupCopy(running.id(), "nas", true, Instant.now()));
        return lost;
    }

    private static void audit(Installation where, String action) {
        where.get(AuditEntries.class).add(new AuditEntry("somebody", "127.0.0.1", action, "subject", Instant.now()));
    }

    private Path file(String name) {
        try {
            return Files.writeString(folder.resolve(name), "x");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static BackupRecord completed(Path file) {
        BackupRecord record = new BackupRecord("default", BackupOrigin.SCHEDULE, "", true, Instant.now());
        record.verified(new VerifiedFile(file, 1, "aa", 1, "bb", 1, 1, "{}", "sql", true, List.of()), Instant.now());
        record.complete(Instant.now());
        return record;
    }

    /** One on which nothing was done but its first start, and somebody's login. */
    private Installation fresh(Kind kind) throws Exception {
        Installation fresh = new Installation(folder, "takeover_new", kind, server, PAIR);
        fresh.get(FirstLogin.class).prepare();
        fresh.get(SigningKeys.class).add(new SigningKey("safeward-new", "{}", Instant.now()));
        fresh.get(DownloadTickets.class).issue(1, Identity.ofKey("first", 1, Role.ADMIN));
        audit(fresh, "catalog.takeover");
        return fresh;
    }

    @ParameterizedTest
    @CsvSource({"SQLITE,SQLITE", "SQLITE,POSTGRESQL", "POSTGRESQL,SQLITE", "POSTGRESQL,POSTGRESQL"})
    void whatTheLostOneKnewIsKnown(Kind from, Kind to) throws Exception {
        try (Installation lost = lost(from);
                Installation fresh = fresh(to)) {
            lost.get(BackUpCatalog.class).to(lost.nas());
            String going = fresh.ask("SELECT MAX(id) FROM audit");

            TakeOverCatalog.Taken taken = fresh.takeOver(lost.publicKey());

            assertEquals(2L, taken.rows().get("backup_record"));
            assertEquals(
                    List.of("admin", "anna"),
                    fresh.get(Accounts.class).all().stream().map(Account::name).toList());
            assertEquals("old hash", fresh.ask("SELECT password_hash FROM account WHERE name = 'admin'"));
            assertEquals("hash of ci", fresh.ask("SELECT hash FROM api_key"));
            assertTrue(fresh.get(Accounts.class).byName("anna").orElseThrow().enabled());
            recordsAreAsFarAsTheyAreHere(fresh);
            auditGoesOn(fresh, going);
            assertEquals("0", fresh.ask("SELECT COUNT(*) FROM signing_key"), "no token is good any more");
            assertEquals("0", fresh.ask("SELECT COUNT(*) FROM download_ticket"));
            assertTrue(fresh.get(InstallationKeys.class).trusted().contains(lost.publicKey()));
            assertNotEquals(lost.publicKey(), fresh.publicKey());
            assertFalse(Files.exists(fresh.home().resolve("first-login.txt")));
            newRowsComeAfterTheTakenOnes(fresh);
            assertEquals(
                    ErrorCode.TAKEOVER_IMPOSSIBLE,
                    assertThrows(Fault.class, () -> fresh.takeOver(lost.publicKey()))
                            .code());
        }
    }

    private static void recordsAreAsFarAsTheyAreHere(Installation fresh) {
        List<BackupRecord> records = fresh.get(BackupRecords.class).ofDatabase("default");
        assertEquals(2, records.size());
        assertTrue(records.get(0).degraded());
        assertTrue(records.get(0).whereabouts().fileRemovedAt().isPresent());
        assertTrue(
                records.get(0).filePath().endsWith("/nas/default-gone.sql.age"),
                records.get(0).filePath());
        assertEquals(Optional.empty(), records.get(1).whereabouts().fileRemovedAt());
        BackupCopy copy =
                fresh.get(BackupCopies.class).ofRecord(records.get(0).id()).get(0);
        assertEquals(CopyState.UNREAD, copy.state());
        assertTrue(copy.encrypted());
        assertEquals(
                List.of(), fresh.get(BackupCopies.class).ofRecord(records.get(1).id()), "nothing can make it");
    }

    private static void auditGoesOn(Installation fresh, String going) {
        List<String> actions = fresh
                .get(AuditEntries.class)
                .list(new AuditEntries.Filter(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 9))
                .stream()
                .map(AuditEntry::action)
                .toList();
        assertEquals(List.of("catalog.takeover", "user.create", "backup.create"), actions);
        fresh.get(AuditEntries.class).end(Long.parseLong(going), "destination nas", AuditEntry.DONE);
        assertEquals("done", fresh.ask("SELECT result FROM audit WHERE action = 'catalog.takeover'"));
    }

    private static void newRowsComeAfterTheTakenOnes(Installation fresh) {
        long newest = Long.parseLong(fresh.ask("SELECT MAX(id) FROM backup_record"));
        BackupRecord added = fresh.get(BackupRecords.class)
                .add(new BackupRecord("default", BackupOrigin.REQUEST, "", true, Instant.now()));
        assertTrue(added.id() > newest);
        fresh.get(Accounts.class).add("bob", "hash", "VIEWER");
        fresh.get(ApiKeys.class).put("another", "another hash", "VIEWER");
        fresh.get(org.safeward.backup.BackupOpening.class).open("default", BackupOrigin.REQUEST, "", "somebody");
        assertTrue(Long.parseLong(fresh.ask("SELECT MAX(id) FROM job")) > 77, "records name jobs by their number");
    }

    @ParameterizedTest
    @CsvSource({"SQLITE", "POSTGRESQL"})
    void whatCannotBeTakenOverLeavesAllAsItWas(Kind kind) throws Exception {
        try (Installation lost = lost(Kind.SQLITE);
                Installation fresh = fresh(kind)) {
            Path catalog =
                    folder.resolve("nas").resolve(lost.get(BackUpCatalog.class).to(lost.nas()));
            List<String> before = fresh.state();
            assertRefused(ErrorCode.CATALOG_NOT_FOUND, () -> fresh.takeOver(fresh.publicKey()));
            assertRefused(ErrorCode.ENCRYPTED_FOR_OTHERS, () -> fresh.takeOver(lost.publicKey(), KeyPair.make()));
            byte[] whole = Files.readAllBytes(catalog);
            byte[] changed = whole.clone();
            changed[whole.length / 2] ^= 1;
            Files.write(catalog, changed);
            assertRefused(ErrorCode.BACKUP_DAMAGED, () -> fresh.takeOver(lost.publicKey()));
            Files.delete(catalog);
            assertRefused(ErrorCode.CATALOG_NOT_FOUND, () -> fresh.takeOver(lost.publicKey()));
            assertEquals(before, fresh.state());
            Files.write(catalog, whole);
            assertEquals(2L, fresh.takeOver(lost.publicKey()).rows().get("account"));
        }
    }

    /** Signed, whole, and yet not to be read to its end: as if the server died in the middle. */
    @ParameterizedTest
    @CsvSource({"SQLITE", "POSTGRESQL"})
    void rowsThatWereReadBeforeAFailureAreNotThere(Kind kind) throws Exception {
        try (Installation lost = lost(Kind.SQLITE);
                Installation fresh = fresh(kind)) {
            lost.change("ALTER TABLE trusted_key ADD COLUMN of_a_later_version TEXT");
            lost.change("INSERT INTO trusted_key VALUES ('" + "a".repeat(64) + "', 1, 'x', 'y')");
            lost.get(BackUpCatalog.class).to(lost.nas());
            List<String> before = fresh.state();
            assertRefused(ErrorCode.BACKUP_DAMAGED, () -> fresh.takeOver(lost.publicKey()));
            lost.change("UPDATE flyway_schema_history SET version = '99' WHERE version = '16'");
            lost.get(BackUpCatalog.class).to(lost.nas());
            assertRefused(ErrorCode.BACKUP_TOO_NEW, () -> fresh.takeOver(lost.publicKey()));
            assertEquals(before, fresh.state());
        }
    }

    /** Who may write there and knows the public keys of age can place a newer catalog with an administrator of his own. */
    @Test
    void aStrangersCatalogIsNeverTaken() throws Exception {
        try (Installation lost = lost(Kind.SQLITE);
                Installation fresh = fresh(Kind.SQLITE)) {
            String ours = lost.get(BackUpCatalog.class).to(lost.nas());
            try (Installation stranger = new Installation(folder, "stranger", Kind.SQLITE, server, PAIR)) {
                stranger.get(Accounts.class).add("mallory", "hash", "ADMIN");
                stranger.get(BackUpCatalog.class).to(stranger.nas());
            }
            assertEquals(ours, fresh.takeOver(lost.publicKey()).name());
            assertEquals(Optional.empty(), fresh.get(Accounts.class).byName("mallory"));
        }
    }

    /** Who can add files, but remove none, must not bring back whom the newer catalog has put out. */
    @Test
    void noFloodOfFilesHidesTheNewest() throws Exception {
        try (Installation lost = lost(Kind.SQLITE);
                Installation fresh = fresh(Kind.SQLITE)) {
            String older = lost.get(BackUpCatalog.class).to(lost.nas());
            String newer = lost.get(BackUpCatalog.class).to(lost.nas());
            Path nas = folder.resolve("nas");
            Files.setLastModifiedTime(nas.resolve(newer + ".manifest.json"), FileTime.from(Instant.EPOCH));
            for (int i = 0; i < 250; i++) {
                String name = CopyManifest.CATALOG + "-2" + i + ".manifest.json";
                Files.copy(nas.resolve(older + ".manifest.json"), nas.resolve(name));
            }
            assertEquals(newer, fresh.takeOver(lost.publicKey()).name());
        }
    }

    @Test
    void oneThatIsInUseTakesNothingOver() throws Exception {
        try (Installation lost = lost(Kind.SQLITE);
                Installation fresh = fresh(Kind.SQLITE)) {
            lost.get(BackUpCatalog.class).to(lost.nas());
            fresh.get(Accounts.class).add("second", "hash", "VIEWER");
            assertRefused(ErrorCode.TAKEOVER_IMPOSSIBLE, () -> fresh.takeOver(lost.publicKey()));
        }
    }

    @Test
    void copiesAreNamedAsCatalogs() throws Exception {
        try (Installation lost = lost(Kind.SQLITE)) {
            String name = lost.get(BackUpCatalog.class).to(lost.nas());
            assertTrue(name.startsWith(CopyManifest.CATALOG + "-"), name);
            assertEquals(1, lost.get(LyingCatalogs.class).in(lost.nas()).size());
            assertTrue(Files.exists(folder.resolve("nas").resolve(name)));
        }
    }

    private static void assertRefused(ErrorCode code, org.junit.jupiter.api.function.Executable takeover) {
        assertEquals(code, assertThrows(Fault.class, takeover).code());
    }
}
