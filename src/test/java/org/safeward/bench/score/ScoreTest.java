package org.safeward.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures, ratios and limits. */
class ScoreTest {
    private static Sample sample(double seconds, long bytes, Long resident, Long heap, String phase) {
        return new Sample(seconds, bytes, resident, heap, Map.of(phase, seconds));
    }

    @Test
    void theBestRoundCountsAndTheLargestMemory() {
        Score score = Score.of(List.of(
                sample(3.0, 10, 400L, null, "dump"),
                sample(2.0, 11, 300L, 80L, "verify"),
                sample(4.0, 12, 350L, 90L, "copy")));
        assertEquals(new Score(2.0, List.of(3.0, 2.0, 4.0), 12L, 400L, 90L, Map.of("verify", 2.0)), score);
    }

    @Test
    void whatMakesNoFileAndIsNoServerHasNeitherBytesNorMemory() throws Exception {
        Score score = Score.of(List.of(Sample.of(() -> 0)));
        assertNull(score.bytes());
        assertNull(score.residentMb());
        assertNull(score.heapMb());
    }

    @Test
    void aSampleTakesAsLongAsItsWork() throws Exception {
        Sample sample = Sample.of(() -> {
            Thread.sleep(60);
            return 7;
        });
        assertTrue(sample.seconds() >= 0.06 && sample.seconds() < 30, sample.toString());
        assertEquals(7, sample.bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 2.0, 0.50, 0.50, true",
        "1.001, 2.0, 0.50, 0.50, true",
        "1.004, 2.0, 0.502, 0.50, false",
        "3.0, 2.0, 1.50, 1.50, true",
        "3.02, 2.0, 1.51, 1.50, false",
    })
    void aLimitIsHeldAgainstTheFigureThatIsShown(double ours, double theirs, double ratio, double limit, boolean kept) {
        Ratio held = Ratio.of(ours, theirs, limit);
        assertEquals(new Ratio(ratio, limit, kept), held);
        assertEquals(!kept, held.limitCell().endsWith("!"));
    }

    @Test
    void withoutALimitNothingIsKeptOrBroken() {
        assertEquals(new Ratio(20, null, null), Ratio.of(2.0, 0.1, null));
        assertEquals("-", Ratio.of(2.0, 0.1, null).limitCell());
    }

    @ParameterizedTest
    @CsvSource({
        "0.49812, 0.498",
        "29.04, 29",
        "0.0477, 0.0477",
        "123.4, 123",
        "1234.5, 1230",
        "2, 2",
        "0.1, 0.1",
        "0, 0"
    })
    void aFigureHasThreeDigits(double value, String text) {
        assertEquals(text, Figure.of(value));
    }

    @Test
    void ofTwoLatenciesTheLowerOfEachCounts() {
        Latency first = Latency.parse("1.50 9.00\n");
        assertEquals(new Latency(1.2, 9.0), first.lower(Latency.parse("1.20 12.00")));
        assertEquals(first, Latency.NONE.lower(first));
        assertThrows(IllegalArgumentException.class, () -> Latency.parse("NaN"));
    }
}
