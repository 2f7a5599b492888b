package org.safeward.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.BackupOpening;
import org.safeward.backup.TakeBackup;
import org.safeward.beans.Beans;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupConfigs;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.LiveJob;

/** When the timer has something to do next, and what becomes of a backup that is due, by a clock that the test sets. */
class RunScheduleTest {
    private static final String DATABASE = "default";
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant THREE = Instant.parse("2026-03-03T03:00:00Z");

    @TempDir
    Path home;

    private Instant now = NOON;
    private Beans beans;
    private RunSchedule schedule;

    @BeforeEach
    void start() {
        beans = beans();
        schedule = beans.get(RunSchedule.class);
        dailyAtThree(DATABASE, true);
        state();
    }

    private Beans beans() {
        return Beans.in(home, Map.of("safeward.database.default.url", "jdbc:sqlite:" + home.resolve("live.db")))
                .with(InstantSource.class, () -> now);
    }

    /** From now on with this one instead of the real one. */
    private <T> void instead(Class<T> type, T bean) {
        beans.close();
        beans = beans().with(type, bean);
        schedule = beans.get(RunSchedule.class);
    }

    @AfterEach
    void close() {
        beans.close();
    }

    private void dailyAtThree(String database, boolean enabled) {
        beans.get(BackupConfigs.class)
                .change(database, config -> config.change(enabled, "0 3 * * *", "", "UTC", 7, 3, true, now));
    }

    private ScheduleState state() {
        return beans.get(ScheduleStates.class).of(DATABASE);
    }

    private void note(Consumer<ScheduleState> change) {
        beans.get(ScheduleStates.class).change(DATABASE, state -> {
            change.accept(state);
            return true;
        });
    }

    private String backups() {
        return new CatalogFile(home).ask("SELECT count(*) FROM backup_record WHERE origin = 'SCHEDULE'");
    }

    @Test
    void whatComesNextIsTheDueMomentOrAnEarlierRetry() {
        assertEquals(Optional.of(THREE), schedule.nextMoment(DATABASE));
        Instant soon = NOON.plusSeconds(60);
        note(state -> state.retryAt(soon));
        assertEquals(Optional.of(soon), schedule.nextMoment(DATABASE));
        note(state -> state.retryAt(THREE.plusSeconds(60)));
        assertEquals(Optional.of(THREE), schedule.nextMoment(DATABASE));
    }

    @Test
    void aRetryWhoseMomentHasPassedIsNow() {
        note(state -> state.retryAt(NOON.minusSeconds(60)));

        assertEquals(Optional.of(NOON), schedule.nextMoment(DATABASE));
    }

    @Test
    void theMomentItselfIsOverWhenItIsThere() {
        now = THREE;

        assertEquals(Optional.of(THREE.plus(Duration.ofDays(1))), schedule.nextMoment(DATABASE));
    }

    /** Nor is one tried again that failed before they were switched off. */
    @Test
    void nothingComesNextWhileAutomaticBackupsAreOff() {
        note(state -> state.retryAt(NOON.plusSeconds(60)));
        dailyAtThree(DATABASE, false);

        assertEquals(Optional.empty(), schedule.nextMoment(DATABASE));
    }

    @Test
    void beginsWhatIsDueOnceAndNothingBefore() {
        now = THREE.minusMillis(1);
        schedule.runDue(DATABASE);
        assertEquals("0", backups());

        now = THREE;
        schedule.runDue(DATABASE);
        schedule.runDue(DATABASE);

        assertEquals("1", backups());
        assertEquals(THREE, state().handledAt());
    }

    @Test
    void whatWasMissedIsForgottenWithAllThatWaits() {
        note(ScheduleState::owe);
        note(state -> state.retryAt(NOON.plusSeconds(60)));
        now = THREE.plusSeconds(1);

        schedule.skipMissed(DATABASE);
        schedule.runDue(DATABASE);

        assertEquals("0", backups());
        assertFalse(state().owed());
        assertNull(state().retryAt());
    }

    @Test
    void whatCannotBeOpenedIsDealtWithAndTriedAgain() {
        refuseOpening(ErrorCode.DATABASE_UNREACHABLE);

        assertEquals(THREE, state().handledAt());
        assertFalse(state().owed());
        assertEquals(1, state().retries());
        assertEquals(Optional.of(THREE.plusSeconds(60)), schedule.nextMoment(DATABASE));
    }

    @Test
    void whatTheStopOfTheServerKeptFromBeingOpenedIsOwed() {
        refuseOpening(ErrorCode.SHUTTING_DOWN);

        assertEquals(THREE, state().handledAt());
        assertTrue(state().owed());
        assertEquals(0, state().retries());
    }

    private void refuseOpening(ErrorCode refusal) {
        instead(BackupOpening.class, new BackupOpening() {
            @Override
            public Opened openDue(String database, String reason) {
                throw new Fault(refusal, database);
            }
        });
        now = THREE;
        schedule.runDue(DATABASE);
        assertEquals("0", backups());
    }

    /** It has its record, and the end of its job plans the retry. */
    @Test
    void whatFailsAtItsBeginningIsNeitherOwedNorPlannedAgainHere() {
        refuseBeginning(ErrorCode.JOB_START_FAILED);

        assertFalse(state().owed());
        assertNull(state().retryAt());
    }

    @Test
    void whatTheStopOfTheServerCaughtAtItsBeginningIsOwed() {
        refuseBeginning(ErrorCode.SHUTTING_DOWN);

        assertTrue(state().owed());
        assertNull(state().retryAt());
    }

    private void refuseBeginning(ErrorCode refusal) {
        instead(TakeBackup.class, new TakeBackup() {
            @Override
            public LiveJob begin(BackupOpening.Opened opened) {
                throw new Fault(refusal, "no turn");
            }
        });
        now = THREE;
        schedule.runDue(DATABASE);
        assertEquals("1", backups());
    }
}
