package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs that this node works on now. */
@ApplicationScoped
public class LiveJobs {
    private final Map<Long, LiveJob> jobs = new ConcurrentHashMap<>();
    private volatile boolean closed;

    void add(LiveJob job) {
        jobs.put(job.id(), job);
    }

    void remove(LiveJob job) {
        jobs.remove(job.id());
    }

    /** @throws IllegalStateException when this node does not work on that job */
    public LiveJob get(long id) {
        return find(id).orElseThrow(() -> new IllegalStateException("job " + id + " is not alive on this node"));
    }

    public Optional<LiveJob> find(long id) {
        return Optional.ofNullable(jobs.get(id));
    }

    public Collection<LiveJob> all() {
        return List.copyOf(jobs.values());
    }

    /** From now on this node takes no new jobs. */
    void close() {
        closed = true;
    }

    void open() {
        closed = false;
    }

    boolean closed() {
        return closed;
    }
}
