package org.safeward.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.catalog.RunState;
import org.safeward.engine.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;

/** Which restore an undo takes back when not every job has ended well. */
class UndoChoiceTest {
    private final Job older = job(null);

    @Test
    void theLastCompletedOne() {
        Job last = job(null);
        assertSame(last, choice(List.of(last, older)).orElseThrow().job());
        assertEquals(Optional.empty(), choice(List.of()));
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"RESTORE_INTERRUPTED", "SWAP_UNKNOWN", "SWAP_NOT_PROVEN", "INTERNAL", "SERVER_STOPPED"})
    void oneBehindItsSwapIsTakenBackWhereWhatItReplacedIsKept(ErrorCode end) {
        Job broken = job(end);
        UndoChoice choice =
                choice(List.of(broken, older), broken.place(), older.place()).orElseThrow();
        assertSame(broken, choice.job());
        assertEquals(true, choice.kept());
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {
                "RESTORE_INTERRUPTED",
                "SWAP_UNKNOWN",
                "SWAP_NOT_PROVEN",
                "INTERNAL",
                "SERVER_STOPPED",
                "DATABASE_UNREACHABLE"
            })
    void anOlderOneIsNotTakenBackInItsStead(ErrorCode end) {
        Job broken = job(end);
        broken.savedIn(17L);
        Fault fault = assertThrows(Fault.class, () -> choice(List.of(broken, older), older.place()));
        assertEquals(ErrorCode.UNDO_UNCERTAIN, fault.code());
        assertEquals("17", fault.arguments().get(1));
    }

    @Test
    void whatCertainlyChangedNothingIsPassedOver() {
        Job locked = job(ErrorCode.DATABASE_LOCKED);
        Job lost = job(ErrorCode.CLAIM_LOST);
        UndoChoice choice = choice(List.of(locked, lost, older)).orElseThrow();
        assertSame(older, choice.job());
        assertSame(locked, choice.newest());
    }

    @Test
    void someTablesAreTakenBackByTheirSafetyBackupAndNotByWhatAnOlderRestoreKept() {
        Job part = partly(null);
        UndoChoice choice = choice(List.of(part, older), older.place()).orElseThrow();
        assertSame(part, choice.job());
        assertEquals(false, choice.kept());
        assertEquals(
                new Destination.Parts(List.of("orders", "items"), Optional.empty()),
                choice.job().destination().asOfUndo());
        assertEquals(new Destination.Live(), older.destination().asOfUndo());
    }

    @Test
    void ofTablesThatWereBrokenOffNobodyKnows() {
        Fault fault = assertThrows(
                Fault.class, () -> choice(List.of(partly(ErrorCode.RESTORE_INTERRUPTED), older), older.place()));
        assertEquals(ErrorCode.UNDO_UNCERTAIN, fault.code());
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"PARTS_VIOLATED", "PARTS_DIFFER", "DATABASE_LOCKED"})
    void tablesThatCouldNotTakeTheirRowsHaveChangedNothing(ErrorCode end) {
        UndoChoice choice = choice(List.of(partly(end), older), older.place()).orElseThrow();
        assertSame(older, choice.job());
        assertEquals(true, choice.kept());
    }

    private static Job partly(ErrorCode end) {
        return job(end, new Destination.Parts(List.of("orders", "items"), Optional.empty()));
    }

    private static Optional<UndoChoice> choice(List<Job> newestFirst, String... kept) {
        return UndoChoice.of(newestFirst, List.of(kept));
    }

    /** @param end what it failed of, past its point of no return; null when it was completed */
    private static Job job(ErrorCode end) {
        return job(end, new Destination.Live());
    }

    private static Job job(ErrorCode end, Destination destination) {
        Job job = new Job(JobKind.RESTORE, "default", "somebody", "node", Instant.now());
        job.restoreTo(destination);
        job.start(1, Instant.now());
        job.passPointOfNoReturn();
        if (end == null) {
            job.complete(Instant.now());
        } else {
            job.end(RunState.FAILED, new Fault(end, "x"), Instant.now());
        }
        return job;
    }
}
