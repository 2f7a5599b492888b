package org.safeward.engine.postgresql.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.safeward.engine.postgresql.script.StatementLocks;
import org.safeward.engine.postgresql.script.StatementLocks.Reach;
import org.safeward.engine.postgresql.sql.TableName;

@Timeout(60)
class WorkersTest {
    private final AtomicReference<Runnable> beforeAgenda = new AtomicReference<>(() -> {});
    private final Workers workers =
            new Workers("test-workers", 2, worker -> beforeAgenda.get().run());
    private final CountDownLatch enough = new CountDownLatch(1);
    private final LinkedBlockingQueue<String> begun = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        enough.countDown();
        workers.close();
    }

    /** An index may take hours; rows that waited behind it would keep all other rows waiting too. */
    @Test
    void nothingIsGivenToWhoIsAtTheAgenda() throws Exception {
        planLong("index", "t");
        assertEquals("index", begun.take());
        for (int piece = 0; piece < 20; piece++) {
            workers.give(workers.hold(), () -> begun.add("rows"));
            assertEquals("rows", begun.take());
        }
        workers.giveAll(worker -> begun.add("end of rows"));
        assertEquals("end of rows", begun.take());
        assertEquals(0, begun.size());
    }

    @Test
    void whoeverIsHeldLeavesTheAgendaAlone() throws Exception {
        workers.hold();
        planLong("index of t", "t");
        assertEquals("index of t", begun.take());
        planLong("index of u", "u");
        assertNull(begun.poll(200, TimeUnit.MILLISECONDS));
        workers.release();
        assertEquals("index of u", begun.take());
    }

    @Test
    void whatCollidesWaits() throws Exception {
        planLong("key", "t");
        assertEquals("key", begun.take());
        planLong("other key", "t");
        assertNull(begun.poll(200, TimeUnit.MILLISECONDS));
        enough.countDown();
        assertEquals("other key", begun.take());
    }

    @Test
    void isIdleOnlyWhenTheAgendaIsDone() {
        planLong("index", "t");
        var idle = CompletableFuture.runAsync(workers::awaitIdle);
        assertThrows(TimeoutException.class, () -> idle.get(200, TimeUnit.MILLISECONDS));
        enough.countDown();
        idle.join();
    }

    /** Rows that a session has not ended yet would be missing in an index that another one builds. */
    @Test
    void whatIsDoneBeforeTheAgendaIsWaitedFor() throws Exception {
        var ended = new CountDownLatch(1);
        beforeAgenda.set(() -> {
            begun.add("before");
            awaitQuietly(ended);
        });
        planLong("index", "t");
        assertEquals("before", begun.take());
        var all = CompletableFuture.runAsync(() -> workers.giveAll(worker -> {}));
        assertThrows(TimeoutException.class, () -> all.get(200, TimeUnit.MILLISECONDS));
        ended.countDown();
        all.join();
        assertEquals("index", begun.take());
    }

    @Test
    void whatFailsReachesTheGiver() {
        var failure = new IllegalStateException("in a task");
        workers.plan(alone("t"), worker -> {
            throw failure;
        });
        assertSame(failure, assertThrows(IllegalStateException.class, workers::awaitIdle));
        var later = new AtomicInteger();
        assertSame(failure, assertThrows(IllegalStateException.class, () -> workers.giveAll(w -> later.addAndGet(1))));
        assertEquals(0, later.get());
    }

    private void planLong(String name, String table) {
        workers.plan(alone(table), worker -> {
            begun.add(name);
            awaitQuietly(enough);
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static StatementLocks alone(String table) {
        return new StatementLocks(Reach.TABLES_ALONE, Set.of(new TableName("public", table)));
    }
}
