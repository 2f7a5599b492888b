package org.safeward.backup.offsite;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.safeward.backup.spool.ReleaseSpool;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobEnded;
import org.safeward.jobs.JobStarter;
import org.safeward.jobs.MinutePassed;
import org.safeward.jobs.Turn;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.JobKind;
import org.safeward.rest.Faults;

/**
 * Begins the copies that are due, one at a time to each destination: after each backup and each copy, at the start, when somebody has tried a destination, and each minute. A node
 * makes those whose file lies on its disk, or in another destination alone.
 */
@ApplicationScoped
public class StartCopies {
    private static final Logger LOG = System.getLogger(StartCopies.class.getName());

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private Destinations destinations;

    @Inject
    private KnownDestinations known;

    @Inject
    private Databases databases;

    @Inject
    private OwedCopies owed;

    @Inject
    private SettleCopies settling;

    @Inject
    private BackupRecords records;

    @Inject
    private CopySource source;

    @Inject
    private CopyOpening opening;

    @Inject
    private JobStarter starter;

    @Inject
    private Claims claims;

    @Inject
    private OutgoingFolder outgoing;

    @Inject
    private ReleaseSpool spool;

    private final AtomicBoolean asked = new AtomicBoolean();

    /** What is backed up from now on goes to the destinations that are configured now. Whatever an earlier run of this server left of its copies is removed. */
    public void atStart() {
        destinations.all().forEach(known::meet);
        outgoing.clear();
        soon();
    }

    void after(@Observes JobEnded done) {
        JobKind kind = done.job().kind();
        if (kind == JobKind.BACKUP || kind == JobKind.COPY) {
            soon();
        }
    }

    void after(@Observes DestinationTried tried) {
        soon();
    }

    void everyMinute(@Observes MinutePassed minute) {
        soon();
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

    /** What is due everywhere. A destination that has trouble keeps none of the others waiting. */
    synchronized void look() {
        settling.runFormer(destinations.all().stream().map(Destination::name).collect(Collectors.toSet()));
        for (Destination destination : destinations.all()) {
            try {
                look(destination);
            } catch (RuntimeException e) {
                Fault fault = Faults.of(Faults.unwrapped(e));
                LOG.log(Level.INFO, "no copy to {0}: {1}", destination.name(), fault.getMessage());
            }
        }
        spool.run();
    }

    private void look(Destination destination) {
        settling.run(destination);
        KnownDestination remembered = known.get(destination);
        for (String database : databases.names()) {
            if (destination.settings().takes(database)) {
                owed.note(destination, remembered, database);
            }
        }
        if (claims.holder(JobKind.copyTo(destination.name())).isEmpty()) {
            first(destination)
                    .flatMap(opening::open)
                    .ifPresent(opened -> starter.start(opened.job(), opened.plan(), Turn.ASIDE));
        }
    }

    /**
     * The newest one whose file is here; not the one that was tried last, where there is another: what fails for a reason of its own must not
     * keep all others waiting.
     */
    private Optional<OwedCopy> first(Destination destination) {
        List<OwedCopy> here =
                owed.due(destination).stream().filter(this::isHere).limit(2).toList();
        boolean again =
                !here.isEmpty() && settling.wasLast(destination, here.get(0).id());
        return here.stream().skip(again && here.size() > 1 ? 1 : 0).findFirst();
    }

    private boolean isHere(OwedCopy copy) {
        return records.find(copy.record()).filter(source::isThereFor).isPresent();
    }
}
