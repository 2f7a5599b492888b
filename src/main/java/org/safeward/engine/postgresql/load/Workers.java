package org.safeward.engine.postgresql.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.safeward.engine.Threads;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.postgresql.script.StatementLocks;

/**
 * Some threads, each with a short queue of tasks of its own, and an {@link PendingStatements} for whoever has nothing else to do. Tasks of
 * the agenda may take long: nothing is queued behind one. One other thread gives the tasks; what a task fails of ends all work and
 * reaches that thread at its next call.
 */
final class Workers implements AutoCloseable {
    private static final int TASKS_WAITING = 2;

    /** Scripts have no more statements in memory than this, however many indexes they build. */
    private static final int AGENDA_LENGTH = 1000;

    private static final int NOBODY = -1;

    private final IntConsumer beforePending;
    private final List<Thread> threads = new ArrayList<>();

    // Guarded by this.
    private final List<Deque<Runnable>> queues = new ArrayList<>();
    private final PendingStatements agenda = new PendingStatements();
    /** Of each worker: tasks of its own that wait or run, and what it does before one of those that wait. */
    private final int[] load;
    /** Of each worker: whether it is at a task of those that wait. */
    private final boolean[] atPending;
    /** The worker that leaves the agenda alone. */
    private int held = NOBODY;

    private Throwable failure;
    private boolean closed;

    /** @param beforePending done by a worker, given its number, before each task of those that wait: its own tasks may have left something open */
    Workers(String name, int count, IntConsumer beforePending) {
        this.beforePending = beforePending;
        load = new int[count];
        atPending = new boolean[count];
        for (int i = 0; i < count; i++) {
            int worker = i;
            queues.add(new ArrayDeque<>());
            var thread = new Thread(() -> work(worker), name);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * The worker that has least to do and is at no task of those that wait, once one has room. It takes nothing from the agenda until another
     * one is held or it is released: whatever it is given soon runs soon.
     */
    synchronized int hold() {
        await(() -> freest() != NOBODY);
        held = freest();
        notifyAll();
        return held;
    }

    /** Lets the worker that is held take from the agenda again. */
    synchronized void release() {
        held = NOBODY;
        notifyAll();
    }

    /** Waits until there is room for the task, not until it has run. The worker has to be the one that is held. */
    synchronized void give(int worker, Runnable task) {
        await(() -> load[worker] < TASKS_WAITING);
        enqueue(worker, task);
    }

    /** Has each worker that is at no task of those that wait run the task. Waits until all have, and nobody is before a task of the agenda. */
    synchronized void giveAll(IntConsumer task) {
        for (int worker = 0; worker < load.length; worker++) {
            int number = worker;
            if (!atPending[worker]) {
                enqueue(worker, () -> task.accept(number));
            }
        }
        await(this::queuesAreDone);
    }

    /** For whoever has time for it, once it may begin. */
    synchronized void plan(StatementLocks footprint, IntConsumer task) {
        await(() -> agenda.waiting() < AGENDA_LENGTH);
        agenda.add(new PendingStatements.Item(footprint, task));
        notifyAll();
    }

    /** Waits until every task has run. */
    synchronized void awaitIdle() {
        await(() -> queuesAreDone() && agenda.isEmpty());
    }

    private void await(BooleanSupplier condition) {
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

    private int freest() {
        int freest = NOBODY;
        for (int worker = 0; worker < load.length; worker++) {
            boolean hasRoom = !atPending[worker] && load[worker] < TASKS_WAITING;
            if (hasRoom && (freest == NOBODY || load[worker] < load[freest])) {
                freest = worker;
            }
        }
        return freest;
    }

    private boolean queuesAreDone() {
        for (int tasks : load) {
            if (tasks > 0) {
                return false;
            }
        }
        return true;
    }

    private void enqueue(int worker, Runnable task) {
        queues.get(worker).add(() -> {
            task.run();
            done(() -> load[worker]--);
        });
        load[worker]++;
        notifyAll();
    }

    private void work(int worker) {
        try {
            for (var task = next(worker); task.isPresent(); task = next(worker)) {
                task.get().run();
            }
        } catch (Throwable e) {
            // Not only exceptions: whatever ends a task has to reach the giving thread, which would wait for ever.
            failed(e);
        }
    }

    /** Empty when there will be no more. */
    private synchronized Optional<Runnable> next(int worker) {
        while (!closed && failure == null) {
            var task = Optional.ofNullable(queues.get(worker).poll()).or(() -> fromPending(worker));
            if (task.isPresent()) {
                return task;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<Runnable> fromPending(int worker) {
        if (worker == held) {
            return Optional.empty();
        }
        return agenda.begin().map(item -> {
            atPending[worker] = true;
            load[worker]++;
            return () -> {
                beforePending.accept(worker);
                done(() -> load[worker]--);
                item.task().accept(worker);
                done(() -> {
                    atPending[worker] = false;
                    agenda.ended(item);
                });
            };
        });
    }

    private synchronized void done(Runnable change) {
        change.run();
        notifyAll();
    }

    private synchronized void failed(Throwable e) {
        if (failure == null) {
            failure = e;
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
