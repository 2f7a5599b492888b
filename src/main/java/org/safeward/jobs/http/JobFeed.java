package org.safeward.jobs.http;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.safeward.access.http.StillAllowed;
import org.safeward.fault.Messages;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;

/**
 * Sends the jobs' progress and ends to everybody who follows, as Server-Sent Events named {@code job}. Read from the catalog, so that
 * jobs of other nodes are in it. A comment each 15 seconds keeps the connection from being taken for dead.
 *
 * <p>A stream ends within a second when whoever follows it would not be let in any more: a key that was revoked or expired, a user who was
 * disabled or has another password or role, a token that has ended.
 */
@ApplicationScoped
public class JobFeed {
    private static final Logger LOG = System.getLogger(JobFeed.class.getName());
    private static final int SECONDS_BETWEEN_COMMENTS = 15;
    private static final int MOST_A_SECOND = 50;

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    private Jobs jobs;

    @Inject
    private StillAllowed stillAllowed;

    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private ScheduledExecutorService clock;
    private int seconds;

    /** One open event stream, what it was told last of each job that has not ended, and the newest job that it knows of. */
    private record Follower(
            SseEventSink sink,
            Sse sse,
            Messages messages,
            Principal who,
            Map<Long, JsonObject> told,
            AtomicLong newest) {}

    void follow(SseEventSink sink, Sse sse, Messages messages, Principal who) {
        followers.add(new Follower(sink, sse, messages, who, new HashMap<>(), new AtomicLong(newestId())));
        begin();
    }

    private synchronized void begin() {
        if (clock == null) {
            clock = Executors.newSingleThreadScheduledExecutor(threads);
            clock.scheduleWithFixedDelay(this::guarded, 0, 1, TimeUnit.SECONDS);
        }
    }

    @PreDestroy
    synchronized void end() {
        if (clock != null) {
            clock.shutdownNow();
        }
        followers.forEach(follower -> follower.sink().close());
    }

    private void guarded() {
        try {
            followers.removeIf(follower -> follower.sink().isClosed());
            sendAway();
            if (!followers.isEmpty()) {
                tell(jobs.active(), jobs.newest(0, MOST_A_SECOND));
            }
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again.
            LOG.log(Level.WARNING, "the event stream failed once", e);
        }
    }

    /** Before they are told anything more. */
    private void sendAway() {
        for (Follower follower : followers) {
            if (!stillAllowed.holds(follower.who())) {
                followers.remove(follower);
                follower.sink().close();
            }
        }
    }

    private void tell(List<Job> active, List<Job> newest) {
        seconds++;
        for (Follower follower : followers) {
            try {
                tell(follower, active, newest);
            } catch (IllegalStateException e) {
                LOG.log(Level.DEBUG, "a follower has gone", e);
                followers.remove(follower);
            }
        }
    }

    private void tell(Follower follower, List<Job> active, List<Job> newest) {
        Map<Long, Job> now = new LinkedHashMap<>();
        active.forEach(job -> now.put(job.id(), job));
        // Some begin and end within a second.
        newest.stream()
                .filter(job -> job.id() > follower.newest().get())
                .forEach(job -> now.putIfAbsent(job.id(), job));
        newest.stream().mapToLong(Job::id).max().ifPresent(follower.newest()::set);
        // Those that were active a second ago have ended.
        for (Long id : new ArrayList<>(follower.told().keySet())) {
            now.computeIfAbsent(id, jobs::get);
        }
        for (Job job : now.values()) {
            JsonObject json = JobJson.of(job, follower.messages());
            if (!json.equals(follower.told().put(job.id(), json))) {
                send(
                        follower,
                        follower.sse()
                                .newEventBuilder()
                                .name("job")
                                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                                .data(String.class, json.toString())
                                .build());
            }
            if (job.state().ended()) {
                follower.told().remove(job.id());
            }
        }
        if (seconds % SECONDS_BETWEEN_COMMENTS == 0) {
            send(
                    follower,
                    follower.sse().newEventBuilder().comment("still here").build());
        }
    }

    private long newestId() {
        return jobs.newest(0, 1).stream().mapToLong(Job::id).findFirst().orElse(0);
    }

    private static void send(Follower follower, OutboundSseEvent event) {
        follower.sink().send(event).whenComplete((ignored, failure) -> {
            if (failure != null) {
                follower.sink().close();
            }
        });
    }
}
