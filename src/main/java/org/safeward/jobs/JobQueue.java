package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.safeward.settings.Settings;

/**
 * Which jobs of this node have their turn, and which wait for it: not more work at once than {@code safeward.jobs.max-concurrent}. A job that
 * waits has its claim and its row, which says {@code pending}. Thread-safe.
 */
@ApplicationScoped
public class JobQueue {
    private final PriorityQueue<LiveJob> waiting =
            new PriorityQueue<>(Comparator.comparing(LiveJob::turn).thenComparing(LiveJob::id));
    private final Set<LiveJob> working = new HashSet<>();

    @Inject
    private Settings settings;

    /** How many work, how many wait, and how many may work. */
    public record Load(int working, int waiting, int most) {}

    synchronized void add(LiveJob job) {
        waiting.add(job);
    }

    /** The job that begins now; empty when none waits or enough work. Whoever takes it says when it is over: {@link #leave}. */
    synchronized Optional<LiveJob> next() {
        boolean full = working() >= settings.jobsAtOnce();
        Optional<LiveJob> next = waiting.stream()
                .filter(job -> !full || job.kind().standsAside())
                .min(waiting.comparator());
        next.ifPresent(job -> {
            waiting.remove(job);
            working.add(job);
        });
        return next;
    }

    /** Those that stand aside take nobody's turn. */
    private int working() {
        return (int) working.stream().filter(job -> !job.kind().standsAside()).count();
    }

    /** Takes a job out that waits; false when it has had its turn. */
    synchronized boolean withdraw(LiveJob job) {
        return waiting.remove(job);
    }

    synchronized void leave(LiveJob job) {
        working.remove(job);
    }

    public synchronized Load load() {
        return new Load(working(), waiting.size(), settings.jobsAtOnce());
    }
}
