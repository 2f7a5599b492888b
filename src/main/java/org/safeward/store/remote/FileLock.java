package org.safeward.store.remote;

import java.time.Instant;
import java.util.Optional;

/**
 * What keeps a file in its place, whoever asks to remove it.
 *
 * @param until as the place says it; empty without a retention, or when the place did not tell
 * @param mode of the retention; empty without one
 * @param hold whether something keeps it besides that has no end of its own: a legal hold, or what the place refuses without saying until when
 */
public record FileLock(Optional<Instant> until, Optional<Mode> mode, boolean hold) {
    public static final FileLock NONE = new FileLock(Optional.empty(), Optional.empty(), false);
    public static final FileLock HOLD = new FileLock(Optional.empty(), Optional.empty(), true);

    /** Who may end a retention before its time. */
    public enum Mode {
        /** Whoever has a right of its own for that. Safeward never uses it. */
        GOVERNANCE,
        /** Nobody, not even the owner of the account. */
        COMPLIANCE
    }

    /** Whether anything keeps it at a moment. */
    public boolean keeps(Instant moment) {
        return hold || until.filter(moment::isBefore).isPresent();
    }

    /** Whether it keeps as long as is wanted, and as strictly. */
    public boolean reaches(Instant wanted, Mode least) {
        return until.filter(end -> !end.isBefore(wanted)).isPresent()
                && mode.filter(own -> own.compareTo(least) >= 0).isPresent();
    }
}
