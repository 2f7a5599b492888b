package org.safeward.backup.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.backup.retention.Retention.Decision;
import org.safeward.backup.retention.Retention.Facts;
import org.safeward.backup.retention.Retention.Reason;
import org.safeward.backup.retention.Retention.Rules;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;
import org.safeward.fault.Messages;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-05-31T03:00:00Z");
    private static final Rules WEEK_AND_THREE = new Rules(7, 3);

    private final List<Facts> history = new ArrayList<>();

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
    void aStrangeOneHoldsItselfAndTheLastThreeGoodOnesBeforeIt() {
        good(BackupOrigin.SCHEDULE, 0);
        strange(20);
        good(BackupOrigin.SCHEDULE, 21);
        good(BackupOrigin.MAINTENANCE, 22);
        history.add(notGood(BackupOrigin.SCHEDULE, 23, true));
        good(BackupOrigin.SCHEDULE, 24);
        good(BackupOrigin.SCHEDULE, 25);

        assertEquals(
                List.of(
                        Reason.NEWEST_GOOD,
                        Reason.HELD,
                        Reason.HELD,
                        Reason.WITHIN_LIMITS,
                        Reason.TOO_OLD,
                        Reason.HELD,
                        Reason.TOO_OLD),
                reasons());
    }

    @Test
    void whatCameAfterAStrangeOneIsNotHeld() {
        good(BackupOrigin.SCHEDULE, 0);
        good(BackupOrigin.SCHEDULE, 8);
        strange(9);

        assertEquals(List.of(Reason.NEWEST_GOOD, Reason.TOO_OLD, Reason.HELD), reasons());
    }

    @Test
    void eachOfSeveralStrangeOnesHoldsThreeAndCountsNoOther() {
        good(BackupOrigin.SCHEDULE, 0);
        strange(10);
        strange(11);
        good(BackupOrigin.SCHEDULE, 12);
        good(BackupOrigin.SCHEDULE, 13);
        good(BackupOrigin.SCHEDULE, 14);
        good(BackupOrigin.SCHEDULE, 15);

        assertEquals(5, reasons().stream().filter(Reason.HELD::equals).count());
        assertEquals(Reason.TOO_OLD, reasons().get(6));
    }

    @Test
    void oneThatFailedHoldsNothingWhateverItWasFound() {
        good(BackupOrigin.SCHEDULE, 0);
        history.add(new Facts(
                nextId(), daysAgo(8), RunState.FAILED, BackupOrigin.SCHEDULE, false, false, false, false, true));
        good(BackupOrigin.SCHEDULE, 9);

        assertEquals(List.of(Reason.NEWEST_GOOD, Reason.TOO_OLD, Reason.TOO_OLD), reasons());
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

    private List<Reason> reasons() {
        return Retention.decide(history, WEEK_AND_THREE, NOW).stream()
                .map(Decision::reason)
                .toList();
    }

    private void good(BackupOrigin origin, int ageInDays) {
        history.add(facts(RunState.COMPLETED, origin, daysAgo(ageInDays)));
    }

    @Test
    void whereTheDiskIsNotMountedNothingIsRemovedAndWhatStaysKeepsItsReason() {
        Decision goes = new Decision(1, Reason.TOO_OLD);
        Decision stays = new Decision(2, Reason.PINNED);
        assertEquals(new Decision(1, Reason.STORE_MISSING), goes.unlessItsDirectoryIsMissing());
        assertEquals(stays, stays.unlessItsDirectoryIsMissing());
    }

    private void strange(int ageInDays) {
        history.add(new Facts(
                nextId(),
                daysAgo(ageInDays),
                RunState.COMPLETED,
                BackupOrigin.SCHEDULE,
                true,
                false,
                false,
                false,
                true));
    }

    private Facts notGood(BackupOrigin origin, int ageInDays, boolean degraded) {
        return new Facts(
                nextId(), daysAgo(ageInDays), RunState.COMPLETED, origin, degraded, degraded, false, false, false);
    }

    private Facts facts(RunState status, BackupOrigin origin, Instant at) {
        return new Facts(nextId(), at, status, origin, status == RunState.COMPLETED, false, false, false, false);
    }

    private long nextId() {
        return history.size() + 1L;
    }

    private static Instant daysAgo(int days) {
        return NOW.minus(Duration.ofDays(days));
    }
}
