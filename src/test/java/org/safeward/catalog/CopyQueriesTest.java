package org.safeward.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
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
import org.safeward.backup.adopt.KnownCopies;
import org.safeward.backup.offsite.OwedCopies;
import org.safeward.backup.offsite.again.CopiesToRead;
import org.safeward.backup.offsite.standing.CopyCounts;
import org.safeward.backup.scrub.DueCopies;
import org.safeward.backup.trash.TrashedRecords;
import org.safeward.beans.Beans;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CatalogCopies;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What is asked of backups and their copies means the same on both kinds of catalog. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class CopyQueriesTest {
    private static final String DATABASE = "copy_queries";
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Fault DAMAGE = new Fault(ErrorCode.BACKUP_DAMAGED, "x");

    @TempDir
    Path home;

    private PostgresServer server;
    private Beans beans;
    private Destination nas;

    /** Completed three, two and one hours ago. */
    private long oldest;

    private long middle;
    private long newest;

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
        if (kind == Kind.POSTGRESQL) {
            server.create(DATABASE);
            settings.put("safeward.catalog.url", "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + DATABASE);
            settings.put("safeward.catalog.user", PostgresServer.SUPERUSER);
            settings.put("safeward.catalog.password", PostgresServer.PASSWORD);
        }
        beans = Beans.in(home, settings);
        nas = beans.get(Destinations.class).get("nas");
        oldest = completed(3);
        middle = completed(2);
        newest = completed(1);
    }

    @AfterEach
    void close() {
        if (beans != null) {
            beans.close();
        }
    }

    private long completed(int hours) {
        Instant then = NOW.minus(Duration.ofHours(hours));
        BackupRecord record = new BackupRecord("default", BackupOrigin.REQUEST, "", true, then);
        String sum = "sum of " + hours;
        record.verified(
                new VerifiedFile(home.resolve("x" + hours), 10, sum, 1, "", 1, 1, "{}", "sql", false, List.of()), then);
        record.complete(then);
        return records().add(record).id();
    }

    private BackupRecords records() {
        return beans.get(BackupRecords.class);
    }

    private long copy(long record, Consumer<BackupCopy> state) {
        BackupCopies copies = beans.get(BackupCopies.class);
        long id = copies.add(new BackupCopy(record, "nas", false, NOW)).id();
        copies.change(id, row -> {
            row.named("copy of " + record, 10, records().get(record).sha256());
            state.accept(row);
        });
        return id;
    }

    private void change(long copy, Consumer<BackupCopy> change) {
        beans.get(BackupCopies.class).change(copy, change);
    }

    private Optional<Long> newestGood() {
        assertEquals(
                records().newestGood("default").map(BackupRecord::id),
                records().newestExamined("default").map(BackupRecord::id));
        return records().newestGood("default").map(BackupRecord::id);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBackupWithoutItsFileIsTheNewestGoodOneAsLongAsACopyIs(Kind kind) {
        open(kind);
        records().change(newest, row -> row.fileRemoved("file:///mnt/nas/x", NOW));
        assertEquals(Optional.of(middle), newestGood());
        long copy = copy(newest, row -> row.foundGood(NOW));
        assertEquals(Optional.of(newest), newestGood());
        change(copy, row -> row.foundDamaged(DAMAGE, NOW));
        assertEquals(Optional.of(middle), newestGood());
        change(copy, BackupCopy::foundLying);
        assertEquals(Optional.of(newest), newestGood(), "not read here yet");
        change(copy, BackupCopy::expire);
        assertEquals(Optional.of(middle), newestGood());
        records().change(newest, row -> row.copied(home.resolve("second")));
        assertEquals(Optional.of(newest), newestGood());
        records().change(newest, row -> row.foundDamaged(CopyPlace.SECOND, NOW));
        assertEquals(Optional.of(middle), newestGood());
        assertEquals(List.of(newest), records().damaged("default"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void copiesAreOwedOnceAndWaitAsLongAsTheyShould(Kind kind) {
        open(kind);
        OwedCopies owed = beans.get(OwedCopies.class);
        KnownDestinations known = beans.get(KnownDestinations.class);
        known.meet(nas);
        owed.note(nas, known.get(nas), "default");
        assertEquals(List.of(), owed.due(nas), "they are older than the destination");
        known.change(nas, row -> row.fillUp());
        records().change(oldest, row -> row.fileRemoved("gone", NOW));
        for (int time = 0; time < 2; time++) {
            owed.note(nas, known.get(nas), "default");
            assertEquals(
                    List.of(newest, middle),
                    owed.due(nas).stream().map(one -> one.record()).toList());
        }
        owed.postpone("nas", Instant.now().plusSeconds(60));
        assertEquals(List.of(), owed.due(nas));
        owed.wake("nas");
        assertEquals(2, owed.due(nas).size());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void countsAndDueReadingsAreTold(Kind kind) {
        open(kind);
        CopyCounts counts = beans.get(CopyCounts.class);
        long first = copy(oldest, row -> row.foundGood(NOW.minus(Duration.ofDays(40))));
        copy(middle, BackupCopy::foundLying);
        assertEquals(
                Map.of(CopyState.GOOD, new CopyCounts.Total(1, 10), CopyState.UNREAD, new CopyCounts.Total(1, 10)),
                counts.totals("nas"));
        assertEquals(
                oldest, counts.newest("nas", "default").orElseThrow().backup().id());
        assertEquals(
                Optional.of(middle),
                counts.missing("nas", "default", NOW.minus(Duration.ofHours(9))).map(BackupRecord::id));
        assertEquals(new CopyCounts.Total(1, 10), counts.older("nas", List.of("default"), NOW));
        records().change(newest, row -> row.copied(home.resolve("second")));
        assertEquals(Map.of(CopyState.GOOD, new CopyCounts.Total(1, 10)), counts.totalsOfSecondDirectory());
        assertEquals(
                newest,
                counts.newestInSecondDirectory("default").orElseThrow().backup().id());

        CopiesToRead reading = beans.get(CopiesToRead.class);
        List<BackupCopy> due = reading.due(nas, Duration.ofDays(30));
        assertEquals(2, due.size());
        assertTrue(reading.isAffordable(due.get(0), nas, 1), "the first of a day");
        change(first, row -> row.foundGood(Instant.now()));
        assertEquals(1, reading.due(nas, Duration.ofDays(30)).size());
        assertFalse(reading.isAffordable(due.get(0), nas, 19));
        DueCopies scrubbed = beans.get(DueCopies.class);
        assertEquals(
                List.of(oldest, middle), scrubbed.of("default", NOW, Duration.ofMinutes(90)), "not read for so long");
        assertEquals(List.of(middle, oldest), scrubbed.withoutCopy("default"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void copiesAndTheTrashAreFound(Kind kind) {
        open(kind);
        copy(middle, row -> row.foundGood(NOW));
        KnownCopies copies = beans.get(KnownCopies.class);
        assertEquals(Optional.of(middle), copies.recordOf("nas", "copy of " + middle));
        assertEquals(Optional.empty(), copies.withoutCopy("nas", "default", "sum of 2"));
        assertEquals(
                Optional.of(oldest),
                copies.withoutCopy("nas", "default", "sum of 3").map(BackupRecord::id));
        assertEquals(1, beans.get(BackupCopies.class).named("copy of " + middle, "nas"));
        records().change(middle, row -> row.whereabouts(row.whereabouts().trashed("somebody", NOW)));
        assertEquals(
                List.of(middle),
                beans.get(TrashedRecords.class).all().stream()
                        .map(BackupRecord::id)
                        .toList());
        assertEquals(Optional.of(newest), newestGood());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theCatalogsTurnIsTakenOnceAndOnlyWhenItIsOwed(Kind kind) {
        open(kind);
        CatalogCopies catalog = beans.get(CatalogCopies.class);
        assertFalse(catalog.take("nas"), "nothing lies there");
        copy(newest, row -> row.foundGood(NOW));
        assertTrue(catalog.take("nas"));
        assertFalse(catalog.take("nas"), "somebody has the turn");
        assertTrue(catalog.failed("nas", DAMAGE));
        assertFalse(catalog.failed("nas", DAMAGE), "told once");
        catalog.made("nas", "catalog", NOW);
        assertFalse(catalog.take("nas"), "until a later day");
    }
}
