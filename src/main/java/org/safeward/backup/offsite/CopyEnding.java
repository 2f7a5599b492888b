package org.safeward.backup.offsite;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.safeward.backup.copies.CopyFailed;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;

/** Writes what came of a copy whose job has ended, and when it is tried again. */
@Stateless
public class CopyEnding {
    /** Who stops a copy needs the line for something else. */
    private static final Duration AFTER_CANCEL = Duration.ofHours(1);

    private static final Set<ErrorCode> CUT_OFF =
            EnumSet.of(ErrorCode.SERVER_STOPPED, ErrorCode.SHUTTING_DOWN, ErrorCode.CLAIM_LOST);

    @Inject
    private BackupCopies copies;

    @Inject
    private BackupRecords records;

    @Inject
    private KnownDestinations known;

    @Inject
    private OwedCopies owed;

    @Inject
    private Jobs jobs;

    @Inject
    private InstantSource clock;

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean isOver(BackupCopy copy) {
        return copy.job().flatMap(jobs::find).map(job -> job.state().ended()).orElse(true);
    }

    /** @return the failure, when somebody has to hear of it */
    public Optional<CopyFailed> end(long id, Destination destination) {
        BackupCopy copy = copies.change(id, row -> {})
                .filter(row -> row.state() == CopyState.UPLOADING && isOver(row))
                .orElse(null);
        if (copy == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Fault> fault = copy.job().flatMap(jobs::find).flatMap(CopyEnding::fault);
        if (fault.isEmpty() || CUT_OFF.contains(fault.get().code())) {
            copies.change(id, row -> row.interrupted(now));
            return Optional.empty();
        }
        if (fault.get().code() == ErrorCode.JOB_CANCELLED) {
            copies.change(id, row -> row.interrupted(now.plus(AFTER_CANCEL)));
            return Optional.empty();
        }
        return failed(copy, destination, fault.get(), now);
    }

    /** It is over, and nobody knows its destination any more: no failure, whatever it ended with. */
    public void interrupt(long id) {
        copies.change(id, row -> {
            if (row.state() == CopyState.UPLOADING && isOver(row)) {
                row.interrupted(clock.instant());
            }
        });
    }

    private static Optional<Fault> fault(Job job) {
        return Optional.ofNullable(job.errorCode()).map(code -> Fault.kept(code, job.errorArguments()));
    }

    private Optional<CopyFailed> failed(BackupCopy copy, Destination destination, Fault fault, Instant now) {
        Optional<Instant> before = known.get(destination).failedAt();
        Instant next = now.plus(RetryPause.after(copy.attempts()));
        if (isOfDestination(fault)) {
            KnownDestination failing = known.change(destination, row -> row.failed(fault, now));
            Instant others = now.plus(RetryPause.since(failing.failedAt().orElse(now), now));
            owed.postpone(destination.name(), others);
        }
        copies.change(copy.id(), row -> row.wait(fault, next));
        // Of one that was deleted meanwhile nobody has to hear.
        return records.find(copy.record())
                .filter(record -> copy.attempts() <= 1 && isSince(record, before))
                .map(record -> new CopyFailed(record, fault));
    }

    private static boolean isSince(BackupRecord record, Optional<Instant> failing) {
        return failing.map(since -> record.completedAt().isAfter(since)).orElse(true);
    }

    private static boolean isOfDestination(Fault fault) {
        return fault.code().name().startsWith("DESTINATION_") || fault.code() == ErrorCode.COPY_CHANGED;
    }
}
