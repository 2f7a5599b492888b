package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WorkersTest {

    /** A queue has room for more, which is for rows: what waits in it waits for the task before it, however long that takes. */
    @Test
    void nobodyIsIdleUntilATaskHasRun() throws Exception {
        var first = new CountDownLatch(1);
        var second = new CountDownLatch(1);
        try (var workers = new Workers("test-workers", 2)) {
            workers.give(workers.idle(), () -> await(first));
            assertEquals(1, workers.idle());
            workers.give(1, () -> await(second));
            var idle = CompletableFuture.supplyAsync(workers::idle);
            assertThrows(TimeoutException.class, () -> idle.get(200, TimeUnit.MILLISECONDS));
            second.countDown();
            assertEquals(1, idle.get(30, TimeUnit.SECONDS));
            first.countDown();
            workers.awaitIdle();
        } finally {
            first.countDown();
            second.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
