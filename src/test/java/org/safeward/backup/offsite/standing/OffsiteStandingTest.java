package org.safeward.backup.offsite.standing;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.VerifiedFile;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Which backup is the newest that lies at a destination, and since when a newer one should. */
class OffsiteStandingTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final int BYTES = 1000;

    @TempDir
    Path home;

    private Beans beans;
    private Destination nas;

    @BeforeEach
    void open() {
        Map<String, String> settings = new HashMap<>();
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + home.resolve("live.db"));
        settings.put("safeward.destinations", "nas");
        settings.put("safeward.destination.nas.url", "file:///mnt/nas");
        settings.put("safeward.backup.second-directory", home.resolve("second").toString());
        beans = Beans.in(home, settings);
        nas = beans.get(Destinations.class).get("nas");
    }

    @AfterEach
    void close() {
        beans.close();
    }

    private static Instant hoursAgo(int hours) {
        return NOW.minus(Duration.ofHours(hours));
    }

    private BackupRecord backup(BackupOrigin origin, int hours) {
        return backup("default", origin, hours);
    }

    private BackupRecord backup(String database, BackupOrigin origin, int hours) {
        BackupRecord record = new BackupRecord(database, origin, "", true, hoursAgo(hours));
        record.verified(
                new VerifiedFile(home.resolve("x"), BYTES, "", 1, "", 1, 1, "{}", "sql", false, List.of()),
                hoursAgo(hours));
        record.complete(hoursAgo(hours));
        return beans.get(BackupRecords.class).add(record);
    }

    private long copy(BackupRecord record, int verifiedHoursAgo) {
        BackupCopies copies = beans.get(BackupCopies.class);
        long id = copies.add(new BackupCopy(record.id(), "nas", false, NOW)).id();
        copies.change(id, copy -> {
            copy.named("x", BYTES, "");
            copy.foundGood(hoursAgo(verifiedHoursAgo));
        });
        return id;
    }

    private OffsiteStanding.Standing standing() {
        return beans.get(OffsiteStanding.class).of("default").get(0);
    }

    private void known(int hoursAgo) {
        beans.get(KnownDestinations.class).get(nas);
        try (var catalog = new org.safeward.catalog.CatalogDataSource(beans.get(org.safeward.settings.Settings.class))
                        .getConnection();
                var statement = catalog.createStatement()) {
            statement.executeUpdate(
                    "UPDATE destination SET known_since = " + hoursAgo(hoursAgo).toEpochMilli());
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingIsBehindWhileThereIsNoBackup() {
        assertEquals(Optional.empty(), standing().known());
        assertEquals(Optional.empty(), standing().newest());
        assertEquals(Optional.empty(), standing().behindSince());
        assertFalse(standing().late());
    }

    @Test
    void theNewestIsTheOneThatWasReadBack() {
        BackupRecord old = backup(BackupOrigin.SCHEDULE, 50);
        copy(old, 40);
        BackupRecord fresh = backup(BackupOrigin.SCHEDULE, 5);
        beans.get(BackupCopies.class).add(new BackupCopy(fresh.id(), "nas", false, NOW));

        assertEquals(old.id(), standing().newest().orElseThrow().backup().id());
        assertEquals(hoursAgo(40), standing().newest().orElseThrow().verifiedAt());
        assertEquals(Optional.of(hoursAgo(5)), standing().behindSince());
        assertFalse(standing().late(), "for a few hours");
    }

    @Test
    void theOldestThatIsMissingTellsSinceWhen() {
        copy(backup(BackupOrigin.SCHEDULE, 50), 40);
        backup(BackupOrigin.SCHEDULE, 30);
        backup(BackupOrigin.SCHEDULE, 1);

        assertEquals(Optional.of(hoursAgo(30)), standing().behindSince());
        assertTrue(standing().late(), "however new the newest is");
        long copied = copy(backup(BackupOrigin.SCHEDULE, 0), 0);
        assertEquals(
                Optional.empty(), standing().behindSince(), "what is older than the newest one there is no matter");
        beans.get(BackupCopies.class)
                .change(copied, copy -> copy.foundDamaged(new Fault(ErrorCode.BACKUP_DAMAGED, "x"), NOW));
        assertTrue(standing().late());
    }

    @Test
    void aDestinationIsNotBehindWithWhatItCouldNotKnowOf() {
        known(2);
        backup(BackupOrigin.SCHEDULE, 300);

        assertEquals(Optional.of(hoursAgo(2)), standing().behindSince());
        assertFalse(standing().late());
        known(30);
        assertTrue(standing().late(), "after a day somebody is told that the only backup lies here alone");
    }

    @Test
    void backupsThatBelongNowhereElseAreNotMissed() {
        backup(BackupOrigin.SAFETY, 40);
        BackupRecord trashed = backup(BackupOrigin.SCHEDULE, 40);
        beans.get(BackupRecords.class)
                .change(trashed.id(), row -> row.whereabouts(row.whereabouts().trashed("somebody", NOW)));
        backup("another", BackupOrigin.SCHEDULE, 40);

        assertEquals(Optional.empty(), standing().behindSince());
    }

    @Test
    void whatFillingUpWouldCopyIsWhatIsOlderAndNotBegun() {
        known(10);
        CopyCounts counts = beans.get(CopyCounts.class);
        backup(BackupOrigin.SCHEDULE, 20);
        backup(BackupOrigin.REQUEST, 21);
        backup(BackupOrigin.SAFETY, 22);
        copy(backup(BackupOrigin.SCHEDULE, 30), 1);
        backup(BackupOrigin.SCHEDULE, 5);
        KnownDestination row = beans.get(KnownDestinations.class).find(nas).orElseThrow();

        assertEquals(new CopyCounts.Total(2, 2 * BYTES), counts.older("nas", List.of("default"), row.knownSince()));
        assertEquals(CopyCounts.Total.NONE, counts.older("nas", List.of("another"), row.knownSince()));
    }

    @Test
    void copiesAreCountedByTheirState() {
        copy(backup(BackupOrigin.SCHEDULE, 3), 3);
        copy(backup(BackupOrigin.SCHEDULE, 2), 2);
        BackupRecord waiting = backup(BackupOrigin.SCHEDULE, 1);
        beans.get(BackupCopies.class).add(new BackupCopy(waiting.id(), "nas", false, NOW));

        assertEquals(
                Map.of(
                        CopyState.GOOD, new CopyCounts.Total(2, 2 * BYTES),
                        CopyState.WAITING, new CopyCounts.Total(1, 0)),
                beans.get(CopyCounts.class).totals("nas"));
    }

    @Test
    void theSecondDirectoryIsCountedByTheRecords() {
        CopyCounts counts = beans.get(CopyCounts.class);
        assertEquals(Map.of(), counts.totalsOfSecondDirectory());
        BackupRecord old = second(backup(BackupOrigin.SCHEDULE, 9), 9);
        BackupRecord fresh = second(backup(BackupOrigin.SCHEDULE, 8), 7);
        assertEquals(
                fresh.id(),
                counts.newestInSecondDirectory("default").orElseThrow().backup().id());
        assertEquals(
                hoursAgo(7),
                counts.newestInSecondDirectory("default").orElseThrow().verifiedAt());
        beans.get(BackupRecords.class).change(fresh.id(), row -> row.foundDamaged(CopyPlace.SECOND, NOW));

        assertEquals(
                old.id(),
                counts.newestInSecondDirectory("default").orElseThrow().backup().id());
        assertEquals(
                Map.of(
                        CopyState.GOOD, new CopyCounts.Total(1, BYTES),
                        CopyState.DAMAGED, new CopyCounts.Total(1, BYTES)),
                counts.totalsOfSecondDirectory());
    }

    private BackupRecord second(BackupRecord record, int goodHoursAgo) {
        return beans.get(BackupRecords.class).change(record.id(), row -> {
            row.copied(home.resolve("second/x"));
            row.foundGood(CopyPlace.SECOND, hoursAgo(goodHoursAgo));
        });
    }
}
