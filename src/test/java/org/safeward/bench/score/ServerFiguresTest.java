package org.safeward.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServerFiguresTest {
    @Test
    void theMostResidentMemoryIsToldByTheKernel() {
        assertEquals(
                441L,
                ServerFigures.resident(Stream.of("VmPeak:\t 3000000 kB", "VmHWM:\t  452000 kB", "VmRSS:\t 1 kB")));
        assertNull(ServerFigures.resident(Stream.of("Name:\tjava")));
    }

    @Test
    void theHeapCountsAfterItsCollection() {
        assertEquals(
                112L,
                ServerFigures.heap(List.of(
                        "[12.3s][info][gc] GC(7) Pause Young (Normal) (G1 Evacuation Pause) 200M->98M(256M) 4.2ms",
                        "[12.9s][info][gc] GC(8) Concurrent Mark Cycle",
                        "[13.3s][info][gc] GC(9) Pause Young (Normal) (G1 Evacuation Pause) 210M->112M(256M) 4.2ms")));
        assertNull(ServerFigures.heap(List.of()));
    }

    @Test
    void thePhasesAreThoseOfThatJobAndNoneIsShorterThanItIsWorth() {
        var phases = ServerFigures.phases(
                Stream.of(
                        "2026-11-28 INFO job 7: dump took 3120 ms",
                        "2026-11-28 INFO job 17: dump took 9999 ms",
                        "2026-11-28 INFO job 7: copy took 49 ms",
                        "2026-11-28 INFO job 7: verify took 50 ms",
                        "2026-11-28 INFO job 8: dump took 1000 ms"),
                7);
        assertEquals("{dump=3.12, verify=0.05}", phases.toString());
    }
}
