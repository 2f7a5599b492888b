package org.safeward.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.Manifest;
import org.safeward.beans.Beans;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.VerifiedFile;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.MinutePassed;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/** When a drill begins by itself, by a clock that the test sets. */
class DueDrillsTest {
    private static final String DATABASE = "default";

    /** A Monday, in the zone in which the schedule is read: the drill of the week comes six days later. */
    private static final Instant MONDAY =
            ZonedDateTime.of(2026, 3, 2, 12, 0, 0, 0, ZoneId.systemDefault()).toInstant();

    @TempDir
    Path home;

    private final List<Long> drilled = new ArrayList<>();
    private Instant now = MONDAY;
    private Beans beans;

    /** Writes the row that a drill has, and makes none. */
    private final class Noted extends StartDrill {
        @Override
        public LiveJob due(String database) {
            long record = beans.get(BackupRecords.class)
                    .newestGood(database)
                    .map(BackupRecord::id)
                    .orElseThrow();
            Jobs jobs = beans.get(Jobs.class);
            long job = jobs.add(JobKind.DRILL, database, "schedule", "here").id();
            jobs.change(job, row -> {
                row.concern(record);
                row.complete(now);
            });
            drilled.add(record);
            return null;
        }
    }

    @BeforeEach
    void start() {
        start(Map.of());
    }

    private void start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("safeward.database.default.url", "jdbc:sqlite:" + home.resolve("live.db"));
        beans = Beans.in(home, all).with(InstantSource.class, () -> now).with(StartDrill.class, new Noted());
    }

    @AfterEach
    void close() {
        beans.close();
    }

    @Test
    void theFirstGoodBackupIsDrilledOnce() {
        minutes(2);
        assertEquals(List.of(), drilled);
        long first = backedUp("schema one");
        minutes(3);
        assertEquals(List.of(first), drilled);
    }

    @Test
    void anotherSchemaIsDrilledOnceAndTheSameIsNot() {
        long first = backedUp("schema one");
        minutes(1);
        backedUp("schema one");
        minutes(1);
        long changed = backedUp("schema two");
        minutes(2);
        assertEquals(List.of(first, changed), drilled);
    }

    @Test
    void onceAWeekTheNewestIsDrilled() {
        long first = backedUp("schema one");
        minutes(1);
        long newest = backedUp("schema one");
        now = now.plus(Duration.ofDays(5));
        minutes(1);
        assertEquals(List.of(first), drilled);
        now = now.plus(Duration.ofDays(1));
        minutes(2);
        assertEquals(List.of(first, newest), drilled);
    }

    @Test
    void aScheduleOfItsOwnIsKeptInItsOwnZone() {
        long first = backedUp("schema one");
        minutes(1);
        ZonedDateTime tomorrow = now.atZone(ZoneId.of("Asia/Tokyo")).plusDays(1).withNano(0);
        drillBy(tomorrow.getMinute() + " " + tomorrow.getHour() + " * * *", "Asia/Tokyo");
        now = now.plus(Duration.ofHours(23));
        minutes(1);
        assertEquals(List.of(first), drilled);
        now = now.plus(Duration.ofMinutes(59));
        minutes(2);
        assertEquals(List.of(first, first), drilled);
    }

    @Test
    void withoutAScheduleOnlyWhatIsNewIsDrilled() {
        drillBy("", "");
        long first = backedUp("schema one");
        minutes(1);
        now = now.plus(Duration.ofDays(60));
        minutes(1);
        assertEquals(List.of(first), drilled);
        long changed = backedUp("schema two");
        minutes(1);
        assertEquals(List.of(first, changed), drilled);
    }

    private void drillBy(String cron, String zone) {
        beans.get(BackupConfigs.class).change(DATABASE, config -> {
            config.change(false, "0 3 * * *", "", zone, 7, 10, true, now);
            config.drillBy(cron);
        });
    }

    /** A job of the database itself comes first, and a drill of another database too. */
    @Test
    void itWaitsForOthers() {
        long record = backedUp("schema one");
        CatalogFile catalog = new CatalogFile(home);
        for (String claimed : List.of(DATABASE, "(drill)")) {
            catalog.change(
                    "INSERT INTO claim (database_name, job_id, node, token, heartbeat_at) VALUES (?, 0, 'there', 't', ?)",
                    claimed,
                    now.toEpochMilli());
            minutes(1);
            assertEquals(List.of(), drilled, claimed);
            catalog.change("DELETE FROM claim");
        }
        minutes(1);
        assertEquals(List.of(record), drilled);
    }

    @Test
    void noneIsMadeWhereTheSettingsSayNo() {
        beans.close();
        start(Map.of("safeward.drill.automatic", "false"));
        backedUp("schema one");
        minutes(2);
        assertEquals(List.of(), drilled);
    }

    @Test
    void aScheduleThatCannotBeReadIsSaidAtTheStart() {
        assertEquals(List.of(), beans.get(DueDrills.class).faults());
        beans.close();
        start(Map.of("safeward.drill.cron", "at night"));
        assertEquals(1, beans.get(DueDrills.class).faults().size());
    }

    private void minutes(int count) {
        for (int i = 0; i < count; i++) {
            now = now.plusSeconds(60);
            beans.get(DueDrills.class).everyMinute(new MinutePassed());
        }
    }

    private long backedUp(String schema) {
        BackupRecords records = beans.get(BackupRecords.class);
        long id = records.add(new BackupRecord(DATABASE, BackupOrigin.REQUEST, "", true, now))
                .id();
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                "test",
                "sqlite",
                "3",
                DATABASE,
                now,
                10,
                "",
                List.of(),
                Map.of("digest_schema", schema),
                List.of());
        VerifiedFile file = new VerifiedFile(
                home.resolve("b" + id), 10, "", 10, "", 0, 0, manifest.toJson(), "sql", false, List.of());
        records.change(id, record -> {
            record.start(now);
            record.verified(file, now);
            record.complete(now);
        });
        return id;
    }
}
