package org.safeward.backup.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.safeward.backup.retention.Retention.Facts;
import org.safeward.backup.retention.Retention.Reason;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;

/** A backup that differs strangely from the one before holds itself and good ones before it. */
class HeldByStrangeTest extends History {
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
}
