package org.safeward.backup.offsite.renew;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.Identity;
import org.safeward.backup.offsite.CopyOpening;
import org.safeward.backup.offsite.OwedCopies;
import org.safeward.backup.offsite.OwedCopy;
import org.safeward.catalog.RunState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobEnded;
import org.safeward.jobs.JobStarter;
import org.safeward.jobs.MinutePassed;
import org.safeward.jobs.Turn;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Faults;

/** Begins the copies that are to be made anew, one at a time to each destination and only while no new backup waits to be copied there. */
@ApplicationScoped
public class StartRenewals {
    private static final Logger LOG = System.getLogger(StartRenewals.class.getName());

    /** One that failed, or was stopped, is left alone for so long. */
    private static final Duration PAUSE = Duration.ofHours(1);

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private Destinations destinations;

    @Inject
    private Renewal renewal;

    @Inject
    private RenewableCopies renewable;

    @Inject
    private OwedCopies owed;

    @Inject
    private CopyOpening opening;

    @Inject
    private JobStarter starter;

    @Inject
    private Jobs jobs;

    @Inject
    private Claims claims;

    @Inject
    private InstantSource clock;

    private final Map<Long, Long> copiesOfJobs = new ConcurrentHashMap<>();
    private final Map<Long, Instant> pauses = new ConcurrentHashMap<>();
    private final AtomicBoolean asked = new AtomicBoolean();

    void everyMinute(@Observes MinutePassed minute) {
        soon();
    }

    void after(@Observes JobEnded done) {
        if (done.job().kind() == JobKind.COPY) {
            soon();
        }
    }

    /** Not on this thread, on which a job may be ending. */
    private void soon() {
        if (asked.getAndSet(true)) {
            return;
        }
        try {
            executor.execute(() -> {
                asked.set(false);
                look();
            });
        } catch (RejectedExecutionException e) {
            asked.set(false);
            LOG.log(Level.DEBUG, "the server is stopping, or looks again in a minute", e);
        }
    }

    public synchronized void look() {
        copiesOfJobs.entrySet().removeIf(begun -> isOver(begun.getKey(), begun.getValue()));
        pauses.values().removeIf(end -> !end.isAfter(clock.instant()));
        for (Destination destination : destinations.all()) {
            try {
                look(destination);
            } catch (RuntimeException e) {
                Fault fault = Faults.of(Faults.unwrapped(e));
                LOG.log(Level.INFO, "no copy in {0} is made anew: {1}", destination.name(), fault.getMessage());
            }
        }
    }

    private boolean isOver(long job, long copy) {
        Optional<RunState> ended = jobs.find(job).map(Job::state).filter(RunState::ended);
        ended.filter(state -> state != RunState.COMPLETED)
                .ifPresent(failed -> pauses.put(copy, clock.instant().plus(PAUSE)));
        return ended.isPresent();
    }

    private void look(Destination destination) {
        if (!renewal.isWanted(destination)) {
            return;
        }
        if (renewable.due(destination).isEmpty()) {
            finish(destination);
            return;
        }
        if (claims.holder(JobKind.copyTo(destination.name())).isPresent()
                || !owed.due(destination).isEmpty()) {
            return;
        }
        DecryptionKey key = renewal.key(destination);
        next(destination, key).flatMap(copy -> opening.openBeside(copy, key)).ifPresent(opened -> {
            copiesOfJobs.put(opened.job().job().id(), opened.copy());
            starter.start(opened.job(), opened.plan(), Turn.ASIDE);
        });
    }

    /** Copies that come there later, by an adoption, are another matter; those that are locked are waited for. */
    private void finish(Destination destination) {
        if (renewable.count(destination).older() == 0) {
            renewal.stop(destination);
        } else {
            renewal.forget(destination.name());
        }
    }

    private Optional<OwedCopy> next(Destination destination, DecryptionKey key) {
        return renewable.due(destination).stream()
                .filter(copy -> !pauses.containsKey(copy.id()))
                .filter(copy -> key instanceof Identity || renewal.isPlain(copy))
                .findFirst();
    }
}
