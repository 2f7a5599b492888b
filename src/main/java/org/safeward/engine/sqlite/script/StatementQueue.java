package org.safeward.engine.sqlite.script;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.safeward.engine.Threads;

/**
 * Reads and splits a script on a thread of its own, ahead of the one that runs the statements. What is ahead is bounded in bytes;
 * a statement larger than that is ahead alone. Small statements travel in batches. Close it before the stream.
 */
public final class StatementQueue implements AutoCloseable {
    /** Enough to bridge a pause of either side. In a small heap more of them keep the garbage collector marking all the time. */
    private static final int BYTES_AHEAD = 2 << 20;

    private static final int BYTES_IN_BATCH = 1 << 18;

    /** A larger one is decoded when it is run: twice in memory is enough. */
    private static final int MOST_DECODED = 1 << 20;

    /** @param end true for the last one; then with what ended the reading, unless that was the script's end */
    private record Batch(List<Statement> statements, int bytes, boolean end, Throwable failure) {}

    private final InputStream sql;
    private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(BYTES_AHEAD);
    private final Thread thread;

    public StatementQueue(InputStream sql) {
        this.sql = sql;
        thread = new Thread(this::run, "safeward-split");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next statements, at least one; empty at the end of the script. */
    public List<Statement> take() throws IOException, InterruptedException {
        Batch batch = batches.take();
        if (batch.end()) {
            // Again for who asks again.
            batches.add(batch);
            rethrow(batch.failure());
            return List.of();
        }
        room.release(batch.bytes());
        return batch.statements();
    }

    private static void rethrow(Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    private void run() {
        Throwable failure = null;
        try {
            readAll();
        } catch (InterruptedException e) {
            // Closed: nobody takes any more.
            return;
        } catch (Throwable e) {
            // Not only exceptions: whatever ends this thread has to reach the taker, who would wait for ever.
            failure = e;
        }
        batches.add(new Batch(List.of(), 0, true, failure));
    }

    private void readAll() throws IOException, InterruptedException {
        StatementReader reader = new StatementReader(sql);
        List<Statement> batch = new ArrayList<>();
        int bytes = 0;
        for (Optional<Statement> next = reader.next(); next.isPresent(); next = reader.next()) {
            batch.add(next.get());
            int length = next.get().bytes().length;
            if (length <= MOST_DECODED && next.get().complete()) {
                // Here, because the thread that runs the statements is the one that is waited for.
                next.get().text();
            }
            bytes += length;
            if (bytes >= BYTES_IN_BATCH) {
                hand(batch, bytes);
                batch = new ArrayList<>();
                bytes = 0;
            }
        }
        if (!batch.isEmpty()) {
            hand(batch, bytes);
        }
    }

    private void hand(List<Statement> batch, int bytes) throws InterruptedException {
        int weight = Math.min(bytes, BYTES_AHEAD);
        room.acquire(weight);
        batches.add(new Batch(batch, weight, false, null));
    }

    /** Ends the thread. */
    @Override
    public void close() {
        thread.interrupt();
        Threads.awaitEnd(List.of(thread));
    }
}
