package org.safeward.engine.postgresql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.safeward.engine.Threads;
import org.safeward.engine.WorkStopped;

/**
 * Some threads with a short queue of tasks each. One other thread gives the tasks; what a task fails of ends all work and reaches
 * that thread at its next call.
 */
final class Workers implements AutoCloseable {
    private static final int TASKS_WAITING = 2;

    private final List<Thread> threads = new ArrayList<>();

    // Guarded by this.
    private final List<Deque<Runnable>> queues = new ArrayList<>();
    /** Tasks that wait or run, for each worker. */
    private final int[] load;

    private Throwable failure;
    private boolean closed;

    Workers(String name, int count) {
        load = new int[count];
        for (int i = 0; i < count; i++) {
            int worker = i;
            queues.add(new ArrayDeque<>());
            var thread = new Thread(() -> work(worker), name);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** The worker that has least to do, once one has room for a task. */
    synchronized int freest() {
        await(() -> freestNow() >= 0);
        return freestNow();
    }

    /** A worker that has nothing to do, once there is one: nothing is to wait behind a task that may take long. */
    synchronized int idle() {
        await(() -> freestNow() >= 0 && load[freestNow()] == 0);
        return freestNow();
    }

    /** Waits until there is room for the task, not until it has run. */
    synchronized void give(int worker, Runnable task) {
        await(() -> load[worker] < TASKS_WAITING);
        queues.get(worker).add(task);
        load[worker]++;
        notifyAll();
    }

    /** Waits until every task has run. */
    synchronized void awaitIdle() {
        await(() -> {
            for (int tasks : load) {
                if (tasks > 0) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Waits for what tasks change: looked at whenever one has run. */
    synchronized void await(BooleanSupplier condition) {
        while (failure == null && !condition.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WorkStopped(e);
            }
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    private int freestNow() {
        int freest = -1;
        for (int worker = 0; worker < load.length; worker++) {
            if (load[worker] < TASKS_WAITING && (freest < 0 || load[worker] < load[freest])) {
                freest = worker;
            }
        }
        return freest;
    }

    private void work(int worker) {
        for (var task = next(worker); task != null; task = next(worker)) {
            Throwable thrown = null;
            try {
                task.run();
            } catch (Throwable e) {
                // Not only exceptions: whatever ends a task has to reach the giving thread, which would wait for ever.
                thrown = e;
            }
            done(worker, thrown);
        }
    }

    /** Null when there will be no more. */
    private synchronized Runnable next(int worker) {
        while (queues.get(worker).isEmpty() && !closed && failure == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        return closed || failure != null ? null : queues.get(worker).remove();
    }

    private synchronized void done(int worker, Throwable thrown) {
        load[worker]--;
        if (failure == null) {
            failure = thrown;
        }
        notifyAll();
    }

    /** Tasks that wait are forgotten; whoever runs one has to be made to end it. Returns when all threads have ended. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        Threads.awaitEnd(threads);
    }
}
