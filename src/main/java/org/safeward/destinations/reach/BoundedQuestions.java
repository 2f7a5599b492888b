package org.safeward.destinations.reach;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.safeward.archive.parallel.NamedThreads;

/**
 * Questions to places, one after the other to each, whose answers are waited for in bounds. Each who asks gets an answer that was given after he asked: what
 * another one was told earlier may no longer be so. Safe for use by several threads.
 *
 * @param <T> what the answers are
 */
public final class BoundedQuestions<T> {
    private final ThreadFactory threads;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /** @param name of the threads */
    public BoundedQuestions(String name) {
        this.threads = NamedThreads.inBackground(name);
    }

    private static final class Place {
        private final Semaphore turn = new Semaphore(1);

        /** For how long somebody has waited in vain for the answer to the question that is open. */
        private volatile Duration silent = Duration.ZERO;
    }

    /**
     * @param patience for the questions before it and for the answer; while one is open for which somebody has waited as long in vain, nobody waits again
     * @throws IOException that the question ended with, or when there was no answer
     */
    public T ask(String subject, Duration patience, Callable<T> question) throws IOException {
        Place place = places.computeIfAbsent(subject, name -> new Place());
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            Duration turn = patience.compareTo(place.silent) > 0 ? patience : Duration.ZERO;
            if (!place.turn.tryAcquire(turn.toNanos(), TimeUnit.NANOSECONDS)) {
                throw noAnswer(subject);
            }
            return await(begin(place, question), place, patience, deadline, subject);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + subject + " was asked");
        }
    }

    private FutureTask<T> begin(Place place, Callable<T> question) {
        FutureTask<T> answer = new FutureTask<>(question);
        Thread thread = threads.newThread(() -> {
            try {
                answer.run();
            } finally {
                end(place);
            }
        });
        boolean begun = false;
        try {
            thread.start();
            begun = true;
        } finally {
            if (!begun) {
                end(place);
            }
        }
        return answer;
    }

    private static void end(Place place) {
        place.silent = Duration.ZERO;
        place.turn.release();
    }

    private T await(FutureTask<T> answer, Place place, Duration patience, long deadline, String subject)
            throws IOException, InterruptedException {
        try {
            return answer.get(Questions.left(deadline).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            place.silent = patience;
            if (answer.isDone()) {
                // Its end may have come before: nobody would take that word back.
                place.silent = Duration.ZERO;
            }
            throw noAnswer(subject);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        }
    }

    private static IOException noAnswer(String subject) {
        return new IOException("no answer from " + subject);
    }
}
