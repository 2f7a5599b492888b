package org.safeward.backup.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.safeward.backup.retention.Retention.Decision;
import org.safeward.backup.retention.Retention.Facts;
import org.safeward.backup.retention.Retention.Reason;
import org.safeward.backup.retention.Retention.Rules;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;

/** Backups of one database, newest first as the tests add them, and what is decided of each. */
abstract class History {
    static final Instant NOW = Instant.parse("2026-05-31T03:00:00Z");
    static final Rules WEEK_AND_THREE = new Rules(7, 3);

    final List<Facts> history = new ArrayList<>();

    List<Reason> reasons() {
        return Retention.decide(history, WEEK_AND_THREE, NOW).stream()
                .map(Decision::reason)
                .toList();
    }

    void good(BackupOrigin origin, int ageInDays) {
        history.add(facts(RunState.COMPLETED, origin, daysAgo(ageInDays)));
    }

    Facts notGood(BackupOrigin origin, int ageInDays, boolean degraded) {
        return new Facts(
                nextId(), daysAgo(ageInDays), RunState.COMPLETED, origin, degraded, degraded, false, false, false);
    }

    Facts facts(RunState status, BackupOrigin origin, Instant at) {
        return new Facts(nextId(), at, status, origin, status == RunState.COMPLETED, false, false, false, false);
    }

    long nextId() {
        return history.size() + 1L;
    }

    static Instant daysAgo(int days) {
        return NOW.minus(Duration.ofDays(days));
    }
}
