package org.safeward.jobs;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.jobs.record.CheckMade;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;

/** A job that this node works on: its progress, whether it has to stop, and what it failed of. Thread-safe. */
public final class LiveJob implements Work {
    private static final Logger LOG = System.getLogger(LiveJob.class.getName());

    private final long id;
    private final JobKind kind;
    private final String database;
    private final String token;
    private final String place;
    private final Duration timeLimit;
    private final Turn turn;
    private final Object plan;
    private final JobProgress progress;
    private final CompletableFuture<Job> ended = new CompletableFuture<>();
    private final Set<Runnable> interrupts = new LinkedHashSet<>();
    private StopReason stopReason;
    private boolean pastReturn;
    private Fault failure;
    private volatile long heldAt = System.nanoTime();
    private volatile OptionalLong begunAt = OptionalLong.empty();
    private volatile boolean ending;

    LiveJob(Job job, String token, Duration timeLimit, Object plan, Turn turn) {
        this.id = job.id();
        this.kind = job.kind();
        this.database = job.database();
        this.token = token;
        this.place = job.place();
        this.timeLimit = timeLimit;
        this.turn = turn;
        this.plan = plan;
        this.progress = new JobProgress(kind);
    }

    public long id() {
        return id;
    }

    public JobKind kind() {
        return kind;
    }

    public String database() {
        return database;
    }

    /** What the names of all that it makes end with: {@link Job#place}. */
    public String place() {
        return place;
    }

    /** When the claim was last known to be held: a value of {@link System#nanoTime}. */
    long heldAt() {
        return heldAt;
    }

    void heldAt(long nanoTime) {
        heldAt = nanoTime;
    }

    String token() {
        return token;
    }

    Turn turn() {
        return turn;
    }

    /** Its turn has come: what it may take counts from here, not from when it began to wait. */
    void begin() {
        begunAt = OptionalLong.of(System.nanoTime());
    }

    boolean hasBegun() {
        return begunAt.isPresent();
    }

    /** By a clock that nobody sets. */
    boolean isOverTime() {
        OptionalLong begun = begunAt;
        return begun.isPresent() && System.nanoTime() - begun.getAsLong() > timeLimit.toNanos();
    }

    /** Its end is being written: that it has no claim any more is no loss from here on. */
    void ends() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    /** What the job's steps share; its class is its feature's. */
    public <T> T plan(Class<T> type) {
        return type.cast(plan);
    }

    /** Completes with the ended job's row; exceptionally when even that could not be written. */
    public CompletableFuture<Job> ended() {
        return ended;
    }

    /** How far it is. */
    JobProgress progress() {
        return progress;
    }

    void enter(String name) {
        progress.enter(name);
    }

    public String step() {
        return progress.step();
    }

    /** How many bytes of SQL this step will probably handle, for the percentage; zero when nobody knows. */
    public void expect(long bytesOfSql) {
        progress.expect(bytesOfSql);
    }

    /** A check that was made and passed: the text under a key of {@link org.safeward.fault.Messages}. */
    public void checked(String key, Object... arguments) {
        progress.checked(CheckMade.of(key, arguments));
    }

    @Override
    public void progress(long rows, long bytes) {
        progress.reached(rows, bytes);
    }

    @Override
    public void warn(Warning warning) {
        progress.warn(warning);
    }

    /**
     * Asks the job to stop and interrupts what it is doing. The first reason counts.
     *
     * @return false when it is past its point of no return and will not stop
     */
    boolean stop(StopReason reason) {
        List<Runnable> now;
        synchronized (this) {
            if (pastReturn) {
                return false;
            }
            if (stopReason == null) {
                stopReason = reason;
            }
            now = List.copyOf(interrupts);
            interrupts.clear();
        }
        now.forEach(this::interrupt);
        return true;
    }

    synchronized Optional<StopReason> stopReason() {
        return Optional.ofNullable(stopReason);
    }

    /** Makes a reason more exact. */
    synchronized void stopWas(StopReason reason) {
        stopReason = reason;
    }

    /** From here on the job does not stop. Throws {@link WorkStopped} when a stop came first. */
    synchronized void passPointOfNoReturn() {
        checkpoint();
        pastReturn = true;
    }

    @Override
    public synchronized void checkpoint() {
        if (stopReason != null) {
            throw new WorkStopped();
        }
    }

    @Override
    public Interruption onStop(Runnable interrupt) {
        boolean stopped;
        synchronized (this) {
            stopped = stopReason != null;
            if (!stopped) {
                interrupts.add(interrupt);
            }
        }
        if (stopped) {
            interrupt(interrupt);
        }
        return () -> forget(interrupt);
    }

    /** What is to be interrupted may end by itself in this very moment; the job sees the stop at its next checkpoint. */
    private void interrupt(Runnable interrupt) {
        try {
            interrupt.run();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "nothing to interrupt in job " + id, e);
        }
    }

    private synchronized void forget(Runnable interrupt) {
        interrupts.remove(interrupt);
    }

    /** The first failure counts. */
    synchronized void failed(Fault fault) {
        if (failure == null) {
            failure = fault;
        }
    }

    synchronized Optional<Fault> failure() {
        return Optional.ofNullable(failure);
    }
}
