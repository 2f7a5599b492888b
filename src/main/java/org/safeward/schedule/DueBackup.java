package org.safeward.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.catalog.WrongClock;
import org.safeward.fault.Messages;
import org.safeward.settings.Settings;

/** What the state of a database's timer says is to be begun now: a due moment, what is owed, or a retry. */
@ApplicationScoped
class DueBackup {
    private static final Logger LOG = System.getLogger(DueBackup.class.getName());

    @Inject
    private NextRun next;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    /**
     * Notes in the state that it is dealt with. Several missed moments are one.
     *
     * @return the reason of the backup to begin; empty when none is
     */
    Optional<String> take(ScheduleState state) {
        Messages messages = settings.language();
        Instant now = clock.instant();
        correct(state, now);
        if (isDue(state, now)) {
            state.handle(now);
            return Optional.of(messages.text("REASON_SCHEDULE"));
        }
        if (state.owed()) {
            state.settle();
            return Optional.of(messages.text("REASON_SCHEDULE_OWED"));
        }
        if (state.retryAt() != null && !state.retryAt().isAfter(now)) {
            state.retryBegun();
            return Optional.of(messages.text("REASON_SCHEDULE_RETRY", state.retries(), Retries.MOST));
        }
        return Optional.empty();
    }

    private boolean isDue(ScheduleState state, Instant now) {
        return next.after(state.database(), state.handledAt())
                .filter(due -> !due.isAfter(now))
                .isPresent();
    }

    /** What was noted with a clock that was ahead would keep every due moment from its backup until that time comes. */
    private static void correct(ScheduleState state, Instant now) {
        if (WrongClock.wrote(state.handledAt(), now)) {
            LOG.log(
                    Level.WARNING,
                    "the clock was wrong: automatic backups of database {0} are noted as dealt with until {1}; they go on from now",
                    state.database(),
                    state.handledAt());
            state.handledUntil(now);
        }
        if (state.retryAt() != null && state.retryAt().isAfter(now.plus(Retries.LONGEST))) {
            LOG.log(
                    Level.WARNING,
                    "the clock was wrong: the backup of database {0} was to be tried again at {1}; it is tried now",
                    state.database(),
                    state.retryAt());
            state.retryNow(now);
        }
    }
}
