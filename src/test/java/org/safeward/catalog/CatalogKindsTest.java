package org.safeward.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.access.Identity;
import org.safeward.access.Role;
import org.safeward.access.ticket.DownloadTickets;
import org.safeward.access.token.SigningKey;
import org.safeward.access.token.SigningKeys;
import org.safeward.backup.BackupOpening;
import org.safeward.backup.stores.KnownStores;
import org.safeward.beans.Beans;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.KnownDestinations;
import org.safeward.destinations.manifest.InstallationKey;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Claims;
import org.safeward.store.remote.FileLock;

/** The catalog's queries that are written in SQL, or whose columns differ, on both kinds of database. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class CatalogKindsTest {
    private static final String DATABASE = "catalog_kinds";

    @TempDir
    Path home;

    private PostgresServer server;

    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    @BeforeEach
    void keep(PostgresServer shared) {
        server = shared;
    }

    private Beans beans(Kind kind) {
        Map<String, String> settings = new HashMap<>();
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + home.resolve("live.db"));
        settings.put("safeward.destinations", "nas");
        settings.put("safeward.destination.nas.url", "file:///mnt/nas");
        if (kind == Kind.POSTGRESQL) {
            server.create(DATABASE);
            settings.put("safeward.catalog.url", "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + DATABASE);
            settings.put("safeward.catalog.user", PostgresServer.SUPERUSER);
            settings.put("safeward.catalog.password", PostgresServer.PASSWORD);
        }
        return Beans.in(home, settings);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void storesAreKnownAndForgotten(Kind kind) {
        try (Beans beans = beans(kind)) {
            KnownStores stores = beans.get(KnownStores.class);
            Path directory = Path.of("/backups");
            assertTrue(stores.none());
            stores.expect(Set.of(directory, Path.of("/copies")));
            stores.expect(Set.of(directory));
            assertFalse(stores.none());
            assertFalse(stores.find(directory).orElseThrow().marked());

            stores.mark(directory, "id");

            assertTrue(stores.find(directory).orElseThrow().marked());
            assertEquals("id", stores.find(directory).orElseThrow().storeId());
            stores.forget(directory);
            assertEquals(Optional.empty(), stores.find(directory));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void destinationsAndCopiesAreKept(Kind kind) {
        try (Beans beans = beans(kind)) {
            Destination nas = beans.get(Destinations.class).get("nas");
            KnownDestinations known = beans.get(KnownDestinations.class);
            Instant since = known.get(nas).knownSince();
            known.change(nas, row -> row.failed(new Fault(ErrorCode.DESTINATION_MISSING, "nas", "gone"), since));
            assertEquals(since, known.get(nas).knownSince());
            assertEquals(List.of("nas", "gone"), known.get(nas).errorArguments());

            BackupCopies copies = beans.get(BackupCopies.class);
            BackupRecord record = beans.get(BackupRecords.class).add(good(Instant.now()));
            long id =
                    copies.add(new BackupCopy(record.id(), "nas", false, since)).id();
            copies.change(id, copy -> copy.begin(7));
            copies.change(id, copy -> copy.foundGood(since));

            FileLock lock = new FileLock(Optional.of(since), Optional.of(FileLock.Mode.COMPLIANCE), false);
            copies.change(id, copy -> {
                copy.versions(Optional.of("1"), Optional.of("2"));
                copy.locked(lock);
                copy.notLocked(new Fault(ErrorCode.DESTINATION_UNLOCKED, "nas", "why"));
            });
            BackupCopy kept = copies.unlocked("nas").get(0);
            assertEquals(lock, new FileLock(kept.lockedUntil(), kept.lockMode(), false));
            assertEquals(Optional.of("2"), kept.manifestVersionId());
            assertEquals(List.of("nas", "why"), kept.lockFault().orElseThrow().arguments());

            assertEquals(List.of(), copies.inState("nas", CopyState.WAITING));
            assertEquals(Optional.of(since), copies.ofRecord(record.id()).get(0).verifiedAt());
            BackupRecords records = beans.get(BackupRecords.class);
            records.change(record.id(), row -> row.whereabouts(row.whereabouts().on("here")));
            assertEquals(
                    Optional.of("here"), records.get(record.id()).whereabouts().node());
            records.change(record.id(), row -> row.whereabouts(row.whereabouts().trashed("somebody", since)));
            assertEquals(Optional.empty(), records.find(record.id()));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theInstallationsKeyIsMadeOnceAndOthersAreTrusted(Kind kind) throws Exception {
        try (Beans beans = beans(kind)) {
            InstallationKeys keys = beans.get(InstallationKeys.class);
            Callable<PublicKeyText> asking = () -> keys.own().publicKey();
            ExecutorService nodes = Executors.newFixedThreadPool(4);
            Set<PublicKeyText> made = new HashSet<>();
            for (Future<PublicKeyText> one : nodes.invokeAll(Collections.nCopies(8, asking))) {
                made.add(one.get());
            }
            nodes.shutdown();
            assertEquals(Set.of(keys.own().publicKey()), made);
            assertEquals(made, keys.trusted());
            PublicKeyText other = InstallationKey.create().publicKey();
            keys.trust(other, "somebody");
            keys.trust(other, "somebody");
            assertEquals(Set.of(keys.own().publicKey(), other), keys.trusted());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void claimsAreRenewedTogetherAndLoseTheirFuture(Kind kind) throws Exception {
        try (Beans beans = beans(kind)) {
            BackupOpening opening = beans.get(BackupOpening.class);
            String token = opening.open("default", BackupOrigin.REQUEST, "", "somebody")
                    .job()
                    .token();
            Claims claims = beans.get(Claims.class);

            assertEquals(Set.of(token), claims.renewAll(List.of(token, "of nobody")));
            assertEquals(0, claims.correct());
            try (var catalog = new CatalogDataSource(beans.get(org.safeward.settings.Settings.class)).getConnection();
                    var statement = catalog.createStatement()) {
                statement.executeUpdate("UPDATE claim SET heartbeat_at = heartbeat_at + 100000000");
            }
            assertEquals(1, claims.correct());
            assertEquals(0, claims.correct());
            assertEquals(Set.of(token), claims.renewAll(List.of(token)));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void momentsOfTheFutureAreToldApart(Kind kind) {
        try (Beans beans = beans(kind)) {
            BackupRecords records = beans.get(BackupRecords.class);
            BackupRecord now = records.add(good(Instant.now()));
            BackupRecord future = records.add(good(Instant.now().plus(Duration.ofDays(400))));

            assertEquals(Optional.of(now.id()), records.newestGood("default").map(BackupRecord::id));
            assertEquals(List.of(future.id()), records.fromTheFuture("default"));
            SigningKeys keys = beans.get(SigningKeys.class);
            keys.add(new SigningKey("future", "{}", Instant.now().plus(Duration.ofDays(400))));
            assertEquals(Optional.empty(), keys.newest());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void ticketsBeginOnceAndGoWhenTheyAreOver(Kind kind) throws Exception {
        try (Beans beans = beans(kind)) {
            DownloadTickets tickets = beans.get(DownloadTickets.class);
            String text =
                    tickets.issue(1, Identity.ofKey("ci", 5, Role.OPERATOR)).text();
            String provider = tickets.issue(2, Identity.ofProvider("bob", Role.ADMIN, Map.of("exp", 4_000_000_000L)))
                    .text();

            assertFalse(tickets.byText(text).orElseThrow().hasBegun());
            tickets.begin(tickets.byText(text).orElseThrow());
            assertTrue(tickets.byText(text).orElseThrow().hasBegun());
            assertEquals(2, tickets.byText(provider).orElseThrow().recordId());
            assertEquals(Optional.empty(), tickets.byText("rubbish"));
            try (var catalog = new CatalogDataSource(beans.get(org.safeward.settings.Settings.class)).getConnection();
                    var statement = catalog.createStatement()) {
                statement.executeUpdate("UPDATE download_ticket SET created_at = created_at - 61000");
            }
            tickets.issue(3, Identity.ofKey("ci", 5, Role.OPERATOR));
            assertTrue(tickets.byText(text).isPresent());
            assertEquals(Optional.empty(), tickets.byText(provider), "it never began");
        }
    }

    private BackupRecord good(Instant completed) {
        BackupRecord record = new BackupRecord("default", BackupOrigin.REQUEST, "", true, completed);
        record.verified(
                new VerifiedFile(home.resolve("x"), 1, "", 1, "", 1, 1, "{}", "sql", false, List.of()), completed);
        record.complete(completed);
        return record;
    }
}
