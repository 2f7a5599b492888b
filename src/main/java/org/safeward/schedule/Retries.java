package org.safeward.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** When an automatic backup that failed is tried again: with growing pauses, and never past the next due moment. */
@ApplicationScoped
class Retries {
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15));
    static final int MOST = PAUSES.size();
    static final Duration LONGEST = PAUSES.get(PAUSES.size() - 1);

    @Inject
    private ScheduleStates states;

    @Inject
    private NextRun next;

    @Inject
    private InstantSource clock;

    void plan(String database) {
        states.change(database, this::plan);
    }

    private boolean plan(ScheduleState state) {
        if (state.retries() >= MOST) {
            return false;
        }
        Instant now = clock.instant();
        Instant retry = now.plus(PAUSES.get(state.retries()));
        Optional<Instant> due = next.after(state.database(), now);
        if (due.isEmpty() || !retry.isBefore(due.get())) {
            return false;
        }
        state.retryAt(retry);
        return true;
    }
}
