package org.safeward.store.remote.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.safeward.store.remote.Progress;

/**
 * Parts on their way side by side: while the server stores one, others are sent. Each lane is a thread that sends one part after the other. The calling thread sends
 * none: it tells the progress, so that its interrupt, and what it is told by an exception, end all lanes. When {@link #run} has returned, nobody is on the way any more.
 *
 * <p>A lane is never further than two pieces before what was told, so that a pace that the progress keeps binds what is sent. Another lane begins only as long as more time
 * goes by waiting for the lanes than in telling: where somebody holds them back, more of them gain nothing.
 */
final class PartsInFlight {
    /** More is no faster on loopback with two processors, and holds more of the server's memory. */
    static final int MOST = 4;

    static final String THREAD = "safeward-s3-part";
    private static final int PIECE_BYTES = 1 << 16;
    private static final int BYTES_BEFORE_ANOTHER = 1 << 20;

    private final Progress progress;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, THREAD);
        thread.setDaemon(true);
        return thread;
    });
    private int begun;
    private int running;
    private long sent;
    private long nextAt = BYTES_BEFORE_ANOTHER;
    private long waitedNanos;
    private long toldNanos;

    /** @param progress is told by the thread that calls {@link #run} */
    PartsInFlight(Progress progress) {
        this.progress = progress;
    }

    /** Sends parts as long as there are any. */
    @FunctionalInterface
    interface Sending {
        void run(Lane lane) throws IOException;
    }

    private sealed interface Event permits Sent, Ended {}

    private record Sent(Lane lane, long bytes) implements Event {}

    /** @param failure null when all went well */
    private record Ended(Throwable failure) implements Event {}

    /** Returns when all lanes have ended. Throws what one of them or the progress threw. */
    void run(Sending sending) throws IOException {
        try {
            begin(sending);
            while (running > 0) {
                if (take() instanceof Sent some) {
                    tell(some);
                    beginAnother(sending);
                } else {
                    running--;
                }
            }
        } finally {
            end();
        }
    }

    private void begin(Sending sending) {
        Lane lane = new Lane();
        threads.execute(() -> lane.run(sending));
        begun++;
        running++;
    }

    private void beginAnother(Sending sending) {
        if (begun < MOST && sent >= nextAt && waitedNanos > toldNanos) {
            begin(sending);
            nextAt = sent + BYTES_BEFORE_ANOTHER;
        }
    }

    private Event take() throws IOException {
        long from = System.nanoTime();
        try {
            Event event = events.take();
            if (event instanceof Ended ended && ended.failure() != null) {
                throwFailure(ended.failure());
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while parts were sent");
        } finally {
            waitedNanos += System.nanoTime() - from;
        }
    }

    private static void throwFailure(Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        }
        throw new IOException("a part could not be sent", failure);
    }

    private void tell(Sent some) {
        long from = System.nanoTime();
        sent += some.bytes();
        progress.sent(sent);
        toldNanos += System.nanoTime() - from;
        some.lane().untold.release();
    }

    /** A part that arrives after its upload was given up would stay there. An interrupt meanwhile is kept for later. */
    private void end() {
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One after the other on a thread of its own. */
    final class Lane {
        private final Semaphore untold = new Semaphore(1);

        private void run(Sending sending) {
            Throwable failure = null;
            try {
                sending.run(this);
            } catch (Throwable e) {
                // Not only exceptions: whatever ends this thread has to reach the caller, who would wait for ever.
                failure = e;
            }
            events.add(new Ended(failure));
        }

        /** Of a part that is sent now: how many of its bytes were handed over. */
        Progress part(long length) {
            return new Progress() {
                private long told;

                @Override
                public void sent(long bytes) {
                    if (bytes < told || bytes - told >= PIECE_BYTES || bytes == length) {
                        tell(bytes - told);
                        told = bytes;
                    }
                }
            };
        }

        /** An interrupt stays, for the sending to see it. */
        private void tell(long bytes) {
            try {
                untold.acquire();
                events.add(new Sent(this, bytes));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
