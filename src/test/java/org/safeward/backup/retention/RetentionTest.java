package org.safeward.backup.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.backup.retention.Retention.Decision;
import org.safeward.backup.retention.Retention.Facts;
import org.safeward.backup.retention.Retention.Reason;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;
import org.safeward.fault.Messages;

/** What goes and what stays, and for which reason. */
class RetentionTest extends History {
    @Test
    void keepsTheNewestGoodOneHoweverOldItIs() {
        good(BackupOrigin.SCHEDULE, 400);
        good(BackupOrigin.REQUEST, 401);

        assertEquals(List.of(Reason.NEWEST_GOOD, Reason.TOO_OLD), reasons());
    }

    /** Made while the clock was ahead. By their own word they were the newest for years, and every new backup would go at once. */
    @Test
    void backupsOfTheFutureDoNotPushOutWhatWasMadeAfterThem() {
        good(BackupOrigin.SCHEDULE, 3);
        good(BackupOrigin.SCHEDULE, -3650);
        good(BackupOrigin.SCHEDULE, -3651);
        good(BackupOrigin.SCHEDULE, -1);
        good(BackupOrigin.SCHEDULE, 1);
        good(BackupOrigin.SCHEDULE, 0);

        assertEquals(
                List.of(
                        Reason.WITHIN_LIMITS,
                        Reason.TOO_MANY,
                        Reason.TOO_MANY,
                        Reason.TOO_MANY,
                        Reason.WITHIN_LIMITS,
                        Reason.NEWEST_GOOD),
                reasons());
    }

    @ParameterizedTest
    @EnumSource(
            value = BackupOrigin.class,
            names = {"SAFETY", "MAINTENANCE"})
    void norDoThoseOfOtherKinds(BackupOrigin origin) {
        for (int i = 0; i < 10; i++) {
            good(origin, -3650);
        }
        good(origin, 0);

        assertEquals(Reason.WITHIN_LIMITS, reasons().get(10));
    }

    @Test
    void whenAllAreOfTheFutureTheLastOneMadeStays() {
        good(BackupOrigin.SCHEDULE, -3650);
        good(BackupOrigin.SCHEDULE, -10);

        assertEquals(List.of(Reason.WITHIN_LIMITS, Reason.NEWEST_GOOD), reasons());
    }

    @Test
    void removesWhatIsTooOldAndWhatIsOneTooMany() {
        good(BackupOrigin.SCHEDULE, 0);
        good(BackupOrigin.REQUEST, 1);
        good(BackupOrigin.SCHEDULE, 2);
        good(BackupOrigin.REQUEST, 3);
        good(BackupOrigin.SCHEDULE, 8);

        assertEquals(
                List.of(
                        Reason.NEWEST_GOOD,
                        Reason.WITHIN_LIMITS,
                        Reason.WITHIN_LIMITS,
                        Reason.TOO_MANY,
                        Reason.TOO_OLD),
                reasons());
    }

    @Test
    void exactlyTheRetentionDaysIsNotTooOld() {
        good(BackupOrigin.SCHEDULE, 0);
        good(BackupOrigin.SCHEDULE, 7);
        history.add(facts(
                RunState.COMPLETED,
                BackupOrigin.SCHEDULE,
                NOW.minus(Duration.ofDays(7)).minusNanos(1)));

        assertEquals(List.of(Reason.NEWEST_GOOD, Reason.WITHIN_LIMITS, Reason.TOO_OLD), reasons());
    }

    @Test
    void ofTheSameInstantTheHigherIdIsNewer() {
        good(BackupOrigin.SCHEDULE, 9);
        good(BackupOrigin.SCHEDULE, 9);

        assertEquals(List.of(Reason.TOO_OLD, Reason.NEWEST_GOOD), reasons());
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"FAILED", "CANCELLED", "TIMEOUT"})
    void runsThatDidNotEndWellGoByAgeAndPushNothingOut(RunState status) {
        good(BackupOrigin.SCHEDULE, 6);
        for (int age = 0; age < 6; age++) {
            history.add(facts(status, BackupOrigin.SCHEDULE, daysAgo(age)));
        }
        good(BackupOrigin.SCHEDULE, 7);
        history.add(facts(status, BackupOrigin.MAINTENANCE, daysAgo(8)));

        List<Reason> reasons = reasons();
        assertEquals(Reason.NEWEST_GOOD, reasons.get(0));
        assertEquals(Reason.WITHIN_LIMITS, reasons.get(1));
        assertEquals(Reason.WITHIN_LIMITS, reasons.get(7));
        assertEquals(Reason.TOO_OLD, reasons.get(8));
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"PENDING", "RUNNING"})
    void unfinishedOnesStayHoweverOldTheyAre(RunState status) {
        history.add(facts(status, BackupOrigin.SCHEDULE, daysAgo(500)));

        assertEquals(List.of(Reason.UNFINISHED), reasons());
    }

    @Test
    void pinnedOnesAndOnesInUseStay() {
        good(BackupOrigin.SCHEDULE, 0);
        history.add(
                new Facts(2, daysAgo(90), RunState.COMPLETED, BackupOrigin.SCHEDULE, true, false, true, false, false));
        history.add(
                new Facts(3, daysAgo(91), RunState.COMPLETED, BackupOrigin.SCHEDULE, true, false, false, true, false));
        history.add(
                new Facts(4, daysAgo(92), RunState.FAILED, BackupOrigin.SCHEDULE, false, false, true, false, false));

        assertEquals(List.of(Reason.NEWEST_GOOD, Reason.PINNED, Reason.IN_USE, Reason.PINNED), reasons());
    }

    @Test
    void safetyBackupsKeepTheirNewestThreeAndMaintenanceItsTen() {
        good(BackupOrigin.SCHEDULE, 1);
        for (int age = 100; age < 112; age++) {
            good(BackupOrigin.SAFETY, age);
            good(BackupOrigin.MAINTENANCE, age);
        }

        List<Reason> safety =
                IntStream.range(0, 12).mapToObj(i -> reasons().get(1 + 2 * i)).toList();
        List<Reason> maintenance =
                IntStream.range(0, 12).mapToObj(i -> reasons().get(2 + 2 * i)).toList();
        assertEquals(3, safety.lastIndexOf(Reason.WITHIN_LIMITS) + 1);
        assertEquals(9, safety.stream().filter(Reason.TOO_MANY::equals).count());
        assertEquals(10, maintenance.lastIndexOf(Reason.WITHIN_LIMITS) + 1);
        assertEquals(2, maintenance.stream().filter(Reason.TOO_MANY::equals).count());
    }

    @Test
    void newSafetyAndMaintenanceBackupsDoNotCostTheNewestScheduledOne() {
        good(BackupOrigin.SAFETY, 0);
        good(BackupOrigin.MAINTENANCE, 0);
        good(BackupOrigin.SCHEDULE, 30);

        assertEquals(List.of(Reason.WITHIN_LIMITS, Reason.WITHIN_LIMITS, Reason.NEWEST_GOOD), reasons());
    }

    @Test
    void degradedAndUnreadOnesAreNotGoodAndPushNoGoodOneOut() {
        for (int age = 0; age < 5; age++) {
            history.add(notGood(BackupOrigin.SCHEDULE, age, false));
            history.add(notGood(BackupOrigin.SAFETY, age, true));
        }
        good(BackupOrigin.SCHEDULE, 20);
        good(BackupOrigin.SAFETY, 30);
        history.add(notGood(BackupOrigin.SCHEDULE, 8, true));

        List<Reason> reasons = reasons();
        assertEquals(Reason.NEWEST_GOOD, reasons.get(10));
        assertEquals(Reason.WITHIN_LIMITS, reasons.get(11));
        assertEquals(Reason.TOO_OLD, reasons.get(12));
    }

    @Test
    void theNewestDegradedOneStaysWhileThereIsNoGoodOne() {
        history.add(notGood(BackupOrigin.SCHEDULE, 20, true));
        history.add(notGood(BackupOrigin.SCHEDULE, 21, true));
        assertEquals(List.of(Reason.ONLY_BACKUP, Reason.TOO_OLD), reasons());

        good(BackupOrigin.SCHEDULE, 19);
        assertEquals(List.of(Reason.TOO_OLD, Reason.TOO_OLD, Reason.NEWEST_GOOD), reasons());
    }

    @Test
    void maintenanceKeepsTenFilesThoughAllAreDegraded() {
        for (int age = 100; age < 112; age++) {
            history.add(notGood(BackupOrigin.MAINTENANCE, age, true));
        }

        List<Reason> reasons = reasons();
        assertEquals(Reason.ONLY_BACKUP, reasons.get(0));
        assertEquals(10, reasons.indexOf(Reason.TOO_MANY));
    }

    @Test
    void everyReasonHasATextInBothLanguages() {
        for (Reason reason : Reason.values()) {
            assertFalse(Messages.CHINESE.text("RETENTION_" + reason).isBlank());
            assertFalse(Messages.ENGLISH.text("RETENTION_" + reason).isBlank());
        }
        assertEquals(
                List.of(Reason.TOO_OLD, Reason.TOO_MANY),
                Arrays.stream(Reason.values()).filter(Reason::removes).toList());
    }

    @Test
    void statusAndOriginAreWrittenInLowerCase() {
        for (RunState status : RunState.values()) {
            assertEquals(status, RunState.of(status.text()));
            assertTrue(status.text().matches("[a-z]+"));
        }
        for (BackupOrigin origin : BackupOrigin.values()) {
            assertEquals(origin, BackupOrigin.of(origin.text()));
            assertTrue(origin.text().matches("[a-z]+"));
        }
    }

    @Test
    void whereTheDiskIsNotMountedNothingIsRemovedAndWhatStaysKeepsItsReason() {
        Decision goes = new Decision(1, Reason.TOO_OLD);
        Decision stays = new Decision(2, Reason.PINNED);
        assertEquals(new Decision(1, Reason.STORE_MISSING), goes.unlessItsDirectoryIsMissing());
        assertEquals(stays, stays.unlessItsDirectoryIsMissing());
    }
}
