package org.safeward.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.access.apikey.ApiKeys;
import org.safeward.access.token.SigningKey;
import org.safeward.access.token.SigningKeys;
import org.safeward.alerts.BackupOverdue;
import org.safeward.backup.BackupOpening;
import org.safeward.beans.Beans;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.catalog.VerifiedFile;
import org.safeward.jobs.MinutePassed;
import org.safeward.jobs.Recovery;
import org.safeward.jobs.record.Claims;

/** A clock that was ahead has written moments of the future into the catalog, and is right again. */
class WrongClockTest {
    private static final String DATABASE = "default";
    private static final Duration YEARS = Duration.ofDays(3650);

    @TempDir
    Path home;

    private Beans beans;
    private CatalogFile catalog;
    private final List<BackupOverdue> overdue = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Path live = home.resolve("live.db");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + live);
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (x)");
        }
        beans = Beans.in(home, Map.of("safeward.database.default.url", "jdbc:sqlite:" + live))
                .observing(BackupOverdue.class, overdue::add);
        catalog = new CatalogFile(home);
        beans.get(BackupConfigs.class)
                .change(
                        DATABASE,
                        config -> config.change(true, "* * * * *", "", "UTC", 7, 3, true, past(Duration.ofDays(1))));
        state();
    }

    @AfterEach
    void close() {
        beans.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 60, 24 * 60, 3650L * 24 * 60})
    void dueMomentsAreDealtWithFromNowOnWhateverWasNoted(long minutesAhead) {
        Instant before = Instant.now().minusMillis(1);
        handledAt(Instant.now().plus(Duration.ofMinutes(minutesAhead)));

        run();

        assertTrue(state().handledAt().isAfter(before));
        assertFalse(state().handledAt().isAfter(Instant.now()));
        handledAt(past(Duration.ofMinutes(2)));
        run();
        assertEquals(1, backups(), "and the next one is made");
    }

    /** Of two nodes, one may be a little ahead; its note must not be taken back, or both make the backup. */
    @Test
    void aClockThatIsALittleAheadIsBelieved() {
        Instant noted = Instant.ofEpochMilli(Instant.now().plusSeconds(20).toEpochMilli());
        handledAt(noted);

        run();

        assertEquals(noted, state().handledAt());
        assertEquals(0, backups());
    }

    @ParameterizedTest
    @ValueSource(longs = {30, 24 * 60, 3650L * 24 * 60})
    void aRetryOfTheFutureIsMadeNow(long minutesAhead) {
        off();
        handledAt(Instant.now());
        beans.get(ScheduleStates.class).change(DATABASE, state -> {
            state.retryAt(Instant.now().plus(Duration.ofMinutes(minutesAhead)));
            return true;
        });

        run();

        assertNull(state().retryAt());
        assertEquals(1, backups());
    }

    @Test
    void aRetryThatHasItsPauseBeforeItIsLeftAlone() {
        off();
        beans.get(ScheduleStates.class).change(DATABASE, state -> {
            state.retryAt(Instant.now().plus(Duration.ofMinutes(14)));
            return true;
        });

        run();

        assertEquals(0, backups());
    }

    @Test
    void anOldBackupIsOverdueThoughOneSaysThatItIsOfTheFuture() {
        good(Instant.now().plus(YEARS));
        good(past(Duration.ofHours(3)));

        beans.get(OverdueBackups.class).check(DATABASE);

        assertEquals(1, overdue.size());
        assertTrue(
                beans.get(OverdueBackups.class).missed(DATABASE, Instant.now()).isPresent());
    }

    @Test
    void aConfigThatWasChangedInTheFutureDoesNotPutOffTheAlert() {
        beans.get(BackupConfigs.class)
                .change(DATABASE, config -> config.changedAt(Instant.now().plus(YEARS)));

        beans.get(OverdueBackups.class).check(DATABASE);

        assertFalse(beans.get(BackupConfigs.class).of(DATABASE).updatedAt().isAfter(Instant.now()));
        assertEquals(0, overdue.size(), "it counts from now");
    }

    @Test
    void theNewestGoodBackupIsTheNewestThatCanBeTrue() {
        BackupRecord future = good(Instant.now().plus(YEARS));
        assertEquals(Optional.empty(), newest());
        BackupRecord last = good(past(Duration.ofHours(1)));
        good(past(Duration.ofHours(2)));

        assertEquals(Optional.of(last.id()), newest());
        assertEquals(List.of(future.id()), beans.get(BackupRecords.class).fromTheFuture(DATABASE));
    }

    private Optional<Long> newest() {
        return beans.get(BackupRecords.class).newestGood(DATABASE).map(BackupRecord::id);
    }

    /** A node died just before its catalog's clock was put back: nobody could take its database until that time came. */
    @Test
    void aClaimOfTheFutureLapsesAfterOneLease() {
        beans.get(BackupOpening.class).open(DATABASE, BackupOrigin.REQUEST, "", "somebody");
        catalog.change("UPDATE claim SET heartbeat_at = heartbeat_at + ?", YEARS.toMillis());

        beans.get(Recovery.class).atStart();
        assertEquals(0, beans.get(Claims.class).correct(), "that was done by the recovery, or there is no claim left");
        assertEquals(RunState.FAILED.name(), catalog.ask("SELECT state FROM job"));
    }

    @Test
    void ofTheCatalogsClockToo() {
        beans.get(BackupOpening.class).open(DATABASE, BackupOrigin.REQUEST, "", "somebody");
        catalog.change("UPDATE claim SET heartbeat_at = heartbeat_at + ?", YEARS.toMillis());
        Claims claims = beans.get(Claims.class);

        assertEquals(1, claims.correct());
        catalog.change("UPDATE claim SET heartbeat_at = heartbeat_at - 61000");

        assertEquals(1, claims.lapsed().size());
    }

    /** Of a job that another node has, or had. */
    @Test
    void everyMinuteLooksForThem() {
        Recovery recovery = beans.get(Recovery.class);
        recovery.atStart();
        beans.get(BackupOpening.class).open(DATABASE, BackupOrigin.REQUEST, "", "somebody");
        catalog.change("UPDATE claim SET heartbeat_at = heartbeat_at + ?", YEARS.toMillis());

        recovery.everyMinute(new MinutePassed());
        catalog.change("UPDATE claim SET heartbeat_at = heartbeat_at - 61000");
        recovery.everyMinute(new MinutePassed());

        assertEquals(RunState.FAILED.name(), catalog.ask("SELECT state FROM job"));
    }

    @Test
    void theUseOfAKeyIsNotedAgain() {
        ApiKeys keys = beans.get(ApiKeys.class);
        keys.put("one", "hash", "VIEWER");
        Instant now = Instant.now();
        keys.noteUse(keys.byHash("hash").orElseThrow().id(), now.plus(YEARS));

        assertTrue(keys.byHash("hash").orElseThrow().useIsDue(now));
    }

    @Test
    void aSigningKeyOfTheFutureIsNotTheNewest() {
        SigningKeys keys = beans.get(SigningKeys.class);
        keys.add(new SigningKey("future", "{}", Instant.now().plus(YEARS)));
        assertEquals(Optional.empty(), keys.newest());
        keys.add(new SigningKey("now", "{}", Instant.now()));

        assertEquals("now", keys.newest().orElseThrow().id());
        assertTrue(keys.find("future").isPresent(), "its tokens are still looked at");
    }

    private void run() {
        beans.get(RunSchedule.class).runDue(DATABASE);
    }

    private ScheduleState state() {
        return beans.get(ScheduleStates.class).of(DATABASE);
    }

    private void handledAt(Instant moment) {
        catalog.change("UPDATE schedule_state SET handled_at = ?", moment.toEpochMilli());
    }

    /** Nothing is due by itself. */
    private void off() {
        beans.get(BackupConfigs.class)
                .change(DATABASE, config -> config.change(false, "0 3 * * *", "", "UTC", 7, 3, true, Instant.now()));
    }

    private long backups() {
        return Long.parseLong(catalog.ask("SELECT count(*) FROM backup_record WHERE origin = 'SCHEDULE'"));
    }

    private BackupRecord good(Instant completed) {
        BackupRecord record = new BackupRecord(DATABASE, BackupOrigin.SCHEDULE, "", true, completed);
        record.verified(
                new VerifiedFile(home.resolve("x"), 1, "", 1, "", 1, 1, "{}", "sql", false, List.of()), completed);
        record.complete(completed);
        return beans.get(BackupRecords.class).add(record);
    }

    private static Instant past(Duration ago) {
        return Instant.now().minus(ago);
    }
}
