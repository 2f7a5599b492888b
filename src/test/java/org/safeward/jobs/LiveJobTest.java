package org.safeward.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.beans.Beans;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/** How a job that is at work hears of a stop, and what it says of itself. */
class LiveJobTest {
    @TempDir
    Path home;

    private LiveJob live(Duration limit) {
        try (Beans beans = Beans.in(home, java.util.Map.of())) {
            Job row = beans.get(Jobs.class).add(JobKind.RESTORE, "default", "somebody", "a node");
            return new LiveJob(row, "token", limit, "the plan", Turn.REQUEST);
        }
    }

    private LiveJob live() {
        return live(Duration.ofHours(1));
    }

    @Test
    void aStopInterruptsWhatIsUnderWayAndWhatComesNext() {
        LiveJob live = live();
        List<String> interrupted = new ArrayList<>();
        live.onStop(() -> interrupted.add("a query"));
        Work.Interruption over = live.onStop(() -> interrupted.add("a query that has ended"));
        over.close();
        live.checkpoint();

        assertTrue(live.stop(StopReason.CANCEL));
        live.onStop(() -> interrupted.add("one that begins too late"));

        assertEquals(List.of("a query", "one that begins too late"), interrupted);
        assertThrows(WorkStopped.class, live::checkpoint);
    }

    @Test
    void whatCannotBeInterruptedKeepsNothingElseFromIt() {
        LiveJob live = live();
        List<String> interrupted = new ArrayList<>();
        live.onStop(() -> {
            throw new IllegalStateException("closed already");
        });
        live.onStop(() -> interrupted.add("the other one"));

        assertTrue(live.stop(StopReason.TIMEOUT));

        assertEquals(List.of("the other one"), interrupted);
    }

    @Test
    void theFirstReasonAndTheFirstFailureCount() {
        LiveJob live = live();
        live.stop(StopReason.CLAIM_LOST);
        live.stop(StopReason.CANCEL);
        live.failed(new Fault(ErrorCode.DISK_FULL, "/srv"));
        live.failed(new Fault(ErrorCode.INTERNAL, "closed"));

        assertEquals(Optional.of(StopReason.CLAIM_LOST), live.stopReason());
        assertEquals(ErrorCode.DISK_FULL, live.failure().orElseThrow().code());
    }

    @Test
    void behindItsPointOfNoReturnItGoesOn() {
        LiveJob live = live();
        live.passPointOfNoReturn();

        assertFalse(live.stop(StopReason.CANCEL));
        live.checkpoint();
        assertEquals(Optional.empty(), live.stopReason());
    }

    @Test
    void nobodyPassesThatPointWhoWasStopped() {
        LiveJob live = live();
        live.stop(StopReason.CANCEL);

        assertThrows(WorkStopped.class, live::passPointOfNoReturn);
    }

    @Test
    void itsTimeCountsFromItsTurn() {
        LiveJob live = live(Duration.ZERO);
        assertFalse(live.isOverTime());

        live.begin();

        assertTrue(live.isOverTime());
    }

    /** By steps, and within one by its bytes; whole only when it is over. */
    @Test
    void tellsHowFarItIs() {
        LiveJob live = live();
        int steps = JobKind.RESTORE.steps();
        assertEquals(0, percent(live));
        live.enter("check");
        live.expect(200);
        live.progress(7, 100);
        assertEquals(50 / steps, percent(live));
        live.progress(9, 1000);
        assertEquals(99 / steps, percent(live));
        for (int step = 1; step < steps; step++) {
            live.progress().finishStep();
            live.enter("another");
            assertEquals(100 * step / steps, percent(live));
            assertFalse(live.progress().isWhole());
        }
        live.expect(10);
        live.progress(1, 10);
        assertEquals(99, percent(live));
        live.progress().finishStep();
        assertTrue(live.progress().isWhole());
    }

    private static int percent(LiveJob live) {
        Job row = new Job(JobKind.RESTORE, "default", "somebody", "a node", Instant.EPOCH);
        live.progress().report(row);
        return row.percent();
    }
}
