package org.safeward.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.safeward.backup.BackupOpening;
import org.safeward.backup.TakeBackup;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Faults;

/**
 * Begins the backups that are due, each once in the whole cluster: of all nodes whose timers fire, the one whose change of the
 * {@link ScheduleState} comes first begins it.
 */
@ApplicationScoped
class RunSchedule {
    private static final Logger LOG = System.getLogger(RunSchedule.class.getName());

    /** It begins as soon as that is over. */
    private static final Set<ErrorCode> BUSY =
            Set.of(ErrorCode.BACKUP_RUNNING, ErrorCode.RESTORE_RUNNING, ErrorCode.SHUTTING_DOWN);

    @Inject
    private NextRun next;

    @Inject
    private ScheduleStates states;

    @Inject
    private OpenDueBackup opening;

    @Inject
    private TakeBackup backups;

    @Inject
    private Retries retries;

    @Inject
    private InstantSource clock;

    /** Begins whatever is due by now: the backup of a due moment, one that is owed, or a retry. */
    void runDue(String database) {
        Optional<BackupOpening.Opened> opened;
        try {
            opened = opening.open(database);
        } catch (RuntimeException e) {
            notOpened(database, Faults.of(Faults.unwrapped(e)));
            return;
        }
        opened.ifPresent(backup -> begin(database, backup));
    }

    private void begin(String database, BackupOpening.Opened backup) {
        try {
            backups.begin(backup);
        } catch (RuntimeException e) {
            // It has a record, whose end has been told, and with it the retry is planned.
            Fault fault = Faults.of(Faults.unwrapped(e));
            LOG.log(Level.ERROR, "the automatic backup of " + database + " failed", fault);
            if (fault.code() == ErrorCode.SHUTTING_DOWN) {
                owe(database);
            }
        }
    }

    private void notOpened(String database, Fault fault) {
        boolean busy = BUSY.contains(fault.code());
        opening.pass(database, busy);
        if (!busy) {
            LOG.log(Level.ERROR, "the automatic backup of database " + database + " could not begin", fault);
            retries.plan(database);
        }
    }

    private void owe(String database) {
        states.change(database, state -> {
            state.owe();
            return true;
        });
    }

    /** Forgets what was due while the server was down, or was waiting for something when it went down. */
    void skipMissed(String database) {
        states.change(database, state -> {
            state.handle(clock.instant());
            return true;
        });
    }

    /** When there is something to do next; empty when there never is. */
    Optional<Instant> nextMoment(String database) {
        Instant now = clock.instant();
        Optional<Instant> due = next.after(database, now);
        Instant retry = states.of(database).retryAt();
        if (due.isEmpty() || retry == null) {
            return due;
        }
        Instant soon = retry.isBefore(now) ? now : retry;
        return Optional.of(soon.isBefore(due.get()) ? soon : due.get());
    }
}
