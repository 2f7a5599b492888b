package org.safeward.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import org.safeward.backup.TakeBackup;
import org.safeward.catalog.ScheduleState;
import org.safeward.catalog.ScheduleStates;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.rest.Faults;
import org.safeward.settings.Settings;

/**
 * Begins the backups that are due, each once in the whole cluster: of all nodes whose timers fire, the one whose change of the
 * {@link ScheduleState} comes first begins it.
 */
@ApplicationScoped
class RunSchedule {
    private static final Logger LOG = System.getLogger(RunSchedule.class.getName());

    @Inject
    private NextRun next;

    @Inject
    private ScheduleStates states;

    @Inject
    private TakeBackup backups;

    @Inject
    private Retries retries;

    @Inject
    private Settings settings;

    /** Begins whatever is due by now: the backup of a due moment, one that is owed, or a retry. Several missed moments are one. */
    void runDue(String database) {
        Messages messages = settings.language();
        if (states.change(database, this::takeDue)) {
            begin(database, messages.text("REASON_SCHEDULE"));
        } else if (states.change(database, RunSchedule::takeOwed)) {
            begin(database, messages.text("REASON_SCHEDULE_OWED"));
        } else if (states.change(database, RunSchedule::takeRetry)) {
            int number = states.of(database).retries();
            begin(database, messages.text("REASON_SCHEDULE_RETRY", number, Retries.MOST));
        }
    }

    /** Forgets what was due while the server was down, or was waiting for something when it went down. */
    void skipMissed(String database) {
        states.change(database, state -> {
            state.handle(Instant.now());
            return true;
        });
    }

    /** When there is something to do next; empty when there never is. */
    Optional<Instant> nextMoment(String database) {
        Instant now = Instant.now();
        Optional<Instant> due = next.after(database, now);
        Instant retry = states.of(database).retryAt();
        if (due.isEmpty() || retry == null) {
            return due;
        }
        Instant soon = retry.isBefore(now) ? now : retry;
        return Optional.of(soon.isBefore(due.get()) ? soon : due.get());
    }

    private boolean takeDue(ScheduleState state) {
        Instant now = Instant.now();
        Optional<Instant> due = next.after(state.database(), state.handledAt());
        if (due.isEmpty() || due.get().isAfter(now)) {
            return false;
        }
        state.handle(now);
        return true;
    }

    private static boolean takeOwed(ScheduleState state) {
        if (!state.owed()) {
            return false;
        }
        state.settle();
        return true;
    }

    private static boolean takeRetry(ScheduleState state) {
        if (state.retryAt() == null || state.retryAt().isAfter(Instant.now())) {
            return false;
        }
        state.retryBegun();
        return true;
    }

    private void begin(String database, String reason) {
        try {
            backups.onSchedule(database, reason);
        } catch (RuntimeException e) {
            notBegun(database, Faults.of(Faults.unwrapped(e)));
        }
    }

    private void notBegun(String database, Fault fault) {
        switch (fault.code()) {
            case BACKUP_RUNNING, RESTORE_RUNNING, SHUTTING_DOWN -> owe(database);
            // It has a record, whose end has been told, and with it the retry is planned.
            case JOB_START_FAILED -> LOG.log(Level.ERROR, "the automatic backup of " + database + " failed", fault);
            default -> {
                LOG.log(Level.ERROR, "the automatic backup of database " + database + " could not begin", fault);
                retries.plan(database);
            }
        }
    }

    private void owe(String database) {
        states.change(database, state -> {
            state.owe();
            return true;
        });
    }
}
