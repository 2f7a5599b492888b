package org.safeward.archive.age;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.safeward.archive.parallel.NamedThreads;

/**
 * Runs of chunks that are sealed or opened side by side, and come back in the order in which they were given. One thread gives and takes.
 *
 * <p>Memory: half a mebibyte for each run; two runs more than threads, of which there are as many as processors, four at most. A short file needs one run and no thread.
 */
final class RunsAtWork implements Closeable {
    static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());
    static final int MOST = THREADS + 2;
    private static final int IDLE_SECONDS = 1;

    private final PayloadKey key;
    private final List<ChunkRun> all = new ArrayList<>();
    private final Deque<ChunkRun> free = new ArrayDeque<>();
    private final Deque<AtWork> working = new ArrayDeque<>();
    private ThreadPoolExecutor threads;

    private record AtWork(ChunkRun run, Future<?> done) {}

    RunsAtWork(PayloadKey key) {
        this.key = key;
    }

    /** Whether there is one that nobody works on. */
    boolean hasFree() {
        return !free.isEmpty() || all.size() < MOST;
    }

    /** One that nobody works on; to be given to {@link #begin}, or back by {@link #release}. */
    ChunkRun free() {
        if (free.isEmpty()) {
            ChunkRun run = new ChunkRun(key);
            all.add(run);
            return run;
        }
        return free.pop();
    }

    void release(ChunkRun run) {
        free.push(run);
    }

    void begin(ChunkRun run, Runnable work) {
        if (threads == null) {
            threads = new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    NamedThreads.inBackground("safeward-age"));
            // Not every reader reads to the end and closes.
            threads.allowCoreThreadTimeOut(true);
        }
        working.add(new AtWork(run, threads.submit(work)));
    }

    /** On this thread, where there is nothing to do beside it. */
    void doAtOnce(ChunkRun run, Runnable work) {
        work.run();
        working.add(new AtWork(run, CompletableFuture.completedFuture(null)));
    }

    boolean isIdle() {
        return working.isEmpty();
    }

    /** The one that was given first, when it is done. Throws what the work threw; after an interrupt, whether or not the work is done by then. */
    ChunkRun take() throws IOException {
        AtWork oldest = working.element();
        if (Thread.currentThread().isInterrupted()) {
            // A future that is done gives its result all the same.
            throw interrupted();
        }
        try {
            oldest.done().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
        return working.remove().run();
    }

    private static InterruptedIOException interrupted() {
        return new InterruptedIOException("interrupted while a file was encrypted or decrypted");
    }

    /** Ends the threads, waiting for the run that each is at, and forgets all plain bytes. */
    @Override
    public void close() {
        if (threads != null) {
            NamedThreads.end(threads);
        }
        working.clear();
        all.forEach(ChunkRun::wipe);
    }
}
