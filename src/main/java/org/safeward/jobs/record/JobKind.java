package org.safeward.jobs.record;

import java.util.Locale;

/** What a job does; its text is the id of its batch job too. */
public enum JobKind {
    BACKUP(5),
    RESTORE(6),
    UNDO(1),
    DRILL(3);

    private final int steps;

    JobKind(int steps) {
        this.steps = steps;
    }

    /** How many steps its batch job has, for the percentage. */
    public int steps() {
        return steps;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if the text is none of these */
    public static JobKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
