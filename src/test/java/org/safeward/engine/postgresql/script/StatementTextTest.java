package org.safeward.engine.postgresql.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.StoppableWork;

/** Several jobs at once that each read a large statement. */
@Timeout(60)
class StatementTextTest {
    private static final int LARGE = 9 << 20;

    private static byte[] read(StatementText text) {
        for (int i = 0; i < LARGE; i++) {
            text.add('x', 1);
        }
        return text.taken();
    }

    @Test
    void ofTheLargeOnesOneIsInMemoryAndTheOthersWait() throws Exception {
        byte[] expected = new byte[LARGE];
        Arrays.fill(expected, (byte) 'x');
        try (var first = new StatementText(Work.UNWATCHED);
                var second = new StatementText(Work.UNWATCHED)) {
            assertArrayEquals(expected, read(first));
            var waiting = CompletableFuture.supplyAsync(() -> read(second));
            assertThrows(TimeoutException.class, () -> waiting.get(1, TimeUnit.SECONDS));
            // It is on its way to the server until then.
            first.clear();
            assertArrayEquals(expected, waiting.get());
        }
    }

    @Test
    void whoWaitsCanBeStopped() {
        var work = new StoppableWork();
        try (var first = new StatementText(Work.UNWATCHED);
                var second = new StatementText(work)) {
            read(first);
            work.stop();
            assertThrows(
                    ExecutionException.class,
                    () -> CompletableFuture.supplyAsync(() -> read(second)).get());
        }
    }
}
