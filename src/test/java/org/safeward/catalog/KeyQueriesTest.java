package org.safeward.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.archive.age.KeyPair;
import org.safeward.backup.identities.ShownIdentities;
import org.safeward.backup.offsite.OwedCopy;
import org.safeward.backup.offsite.removal.FormerDestinations;
import org.safeward.backup.offsite.removal.LeftBeside;
import org.safeward.backup.offsite.renew.RenewableCopies;
import org.safeward.beans.Beans;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;

/** What is asked of recipients, keys and destinations that are gone means the same on both kinds of catalog. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class KeyQueriesTest {
    private static final String DATABASE = "key_queries";
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final String NEW = KeyPair.make().publicKey();

    @TempDir
    Path home;

    private PostgresServer server;
    private Beans beans;
    private Destination nas;

    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    @BeforeEach
    void keep(PostgresServer shared) {
        server = shared;
    }

    private void open(Kind kind) {
        Map<String, String> settings = new HashMap<>();
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + home.resolve("live.db"));
        settings.put("safeward.destinations", "nas");
        settings.put("safeward.destination.nas.url", "file:///mnt/nas");
        settings.put("safeward.destination.nas.recipients", NEW);
        if (kind == Kind.POSTGRESQL) {
            server.create(DATABASE);
            settings.put("safeward.catalog.url", "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + DATABASE);
            settings.put("safeward.catalog.user", PostgresServer.SUPERUSER);
            settings.put("safeward.catalog.password", PostgresServer.PASSWORD);
        }
        beans = Beans.in(home, settings);
        nas = beans.get(Destinations.class).get("nas");
    }

    @AfterEach
    void close() {
        if (beans != null) {
            beans.close();
        }
    }

    private long record() {
        BackupRecord record = new BackupRecord("default", BackupOrigin.REQUEST, "", true, NOW);
        record.verified(
                new VerifiedFile(home.resolve("x"), 10, "plain", 1, "", 1, 1, "{}", "sql", false, List.of()), NOW);
        record.complete(NOW);
        return beans.get(BackupRecords.class).add(record).id();
    }

    private long copy(long record, String destination, String sha256, Consumer<BackupCopy> state) {
        BackupCopies copies = beans.get(BackupCopies.class);
        long id = copies.add(new BackupCopy(record, destination, true, NOW)).id();
        copies.change(id, row -> {
            row.named("copy of " + record + (sha256.equals("plain") ? "" : ".age"), 10, sha256);
            row.foundGood(NOW);
            state.accept(row);
        });
        return id;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void copiesAreForOthersUnlessTheyAreNotedAsForTheRecipientsOfNow(Kind kind) {
        open(kind);
        copy(record(), "nas", "a", row -> row.encryptedFor(Optional.of(NEW)));
        long older = record();
        long of = copy(older, "nas", "b", row -> row.encryptedFor(Optional.of("age1other")));
        long unknown = record();
        long without = copy(unknown, "nas", "c", row -> {});
        long clear = record();
        long plain = copy(clear, "nas", "plain", row -> {});
        RenewableCopies renewable = beans.get(RenewableCopies.class);

        assertEquals(new RenewableCopies.Count(1, 3, 0), renewable.count(nas));
        assertEquals(
                List.of(new OwedCopy(plain, clear), new OwedCopy(without, unknown), new OwedCopy(of, older)),
                renewable.due(nas));

        LeftBeside beside = beans.get(LeftBeside.class);
        beans.get(BackupCopies.class).change(of, row -> row.beside("left.age"));
        assertEquals(List.of(of), beside.due(nas).stream().map(BackupCopy::id).toList());
        assertEquals(Optional.of("left.age"), beside.take(of));
        beside.gone(of, "left.age");
        assertEquals(List.of(), beside.due(nas));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aDestinationThatIsGoneTakesWhatLiesNowhereElse(Kind kind) {
        open(kind);
        long here = record();
        copy(here, "old", "a", row -> {});
        long lost = record();
        copy(lost, "old", "a", row -> {});
        beans.get(BackupRecords.class).change(lost, row -> row.fileRemoved("old/x", NOW));
        FormerDestinations former = beans.get(FormerDestinations.class);

        assertEquals(List.of(lost), former.all().get(0).lost());
        assertEquals(2, former.forget("old", 1));
        assertEquals(List.of(), former.all());
        assertTrue(beans.get(BackupRecords.class).find(here).isPresent());
        assertFalse(beans.get(BackupRecords.class).find(lost).isPresent());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void keysAndIdentitiesAreRemembered(Kind kind) {
        open(kind);
        InstallationKeys keys = beans.get(InstallationKeys.class);
        PublicKeyText other = new PublicKeyText("ab".repeat(32));
        keys.trust(other, "erna");
        copy(record(), "nas", "a", row -> row.signedBy(other.hex()));
        assertEquals(1, keys.others().get(0).adopted());
        keys.distrust(other);
        assertEquals(List.of(), keys.others());

        ShownIdentities shown = beans.get(ShownIdentities.class);
        shown.know(List.of(NEW));
        assertTrue(shown.takeTelling(List.of(NEW)));
        assertFalse(shown.takeTelling(List.of(NEW)));
        shown.shown(List.of(NEW), "erna");
        assertEquals(Optional.of("erna"), shown.of(List.of(NEW)).get(0).shownBy());
    }
}
