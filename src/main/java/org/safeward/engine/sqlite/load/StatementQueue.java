package org.safeward.engine.sqlite.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.safeward.engine.Threads;
import org.safeward.engine.sqlite.script.Statement;
import org.safeward.engine.sqlite.script.StatementReader;

/**
 * Reads and splits a script on a thread of its own, ahead of the one that runs the statements, and packs the rows of long tables
 * ({@link RowPacker}). What is ahead is bounded in bytes; a step larger than that is ahead alone. Small ones travel in batches. Close
 * it before the stream.
 */
public final class StatementQueue implements AutoCloseable {
    /** Enough to bridge a pause of either side. In a small heap more of them keep the garbage collector marking all the time. */
    private static final int BYTES_AHEAD = 2 << 20;

    private static final int BYTES_IN_BATCH = 1 << 18;

    /** A larger one is decoded when it is run: twice in memory is enough. */
    private static final int MOST_DECODED = 1 << 20;

    /** @param end true for the last one; then with what ended the reading, unless that was the script's end */
    private record Batch(List<Step> steps, int bytes, boolean end, Throwable failure) {}

    private final InputStream sql;
    private final Optional<RowPacker> packer;
    private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(BYTES_AHEAD);
    private final Thread thread;

    // Of the thread alone.
    private List<Step> filling = new ArrayList<>();
    private int filled;

    /** @param packs whether rows may come as images */
    public StatementQueue(InputStream sql, boolean packs) {
        this.sql = sql;
        packer = packs ? Optional.of(new RowPacker()) : Optional.empty();
        thread = new Thread(this::run, "safeward-split");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next steps, at least one; empty at the end of the script. */
    public List<Step> take() throws IOException, InterruptedException {
        Batch batch = batches.take();
        if (batch.end()) {
            // Again for who asks again.
            batches.add(batch);
            rethrow(batch.failure());
            return List.of();
        }
        room.release(batch.bytes());
        return batch.steps();
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
        for (Optional<Statement> next = reader.next(); next.isPresent(); next = reader.next()) {
            Statement statement = next.get();
            for (Step step : packer.map(p -> p.take(statement)).orElse(List.of(new Step.Sql(statement)))) {
                add(step);
            }
        }
        Optional<Step> last = packer.flatMap(RowPacker::end);
        if (last.isPresent()) {
            add(last.get());
        }
        if (!filling.isEmpty()) {
            hand();
        }
    }

    private void add(Step step) throws InterruptedException {
        if (step instanceof Step.Sql sqlStep
                && step.size() <= MOST_DECODED
                && sqlStep.statement().complete()) {
            // Here, because the thread that runs the statements is the one that is waited for.
            sqlStep.statement().text();
        }
        filling.add(step);
        filled += step.size();
        if (filled >= BYTES_IN_BATCH) {
            hand();
        }
    }

    private void hand() throws InterruptedException {
        int weight = Math.min(filled, BYTES_AHEAD);
        room.acquire(weight);
        batches.add(new Batch(filling, weight, false, null));
        filling = new ArrayList<>();
        filled = 0;
    }

    /** Ends the thread. */
    @Override
    public void close() {
        thread.interrupt();
        Threads.awaitEnd(List.of(thread));
    }
}
