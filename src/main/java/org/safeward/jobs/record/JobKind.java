package org.safeward.jobs.record;

import java.util.Locale;

/** What a job does; its text is the id of its batch job too. */
public enum JobKind {
    BACKUP(6, false),
    RESTORE(6, false),
    UNDO(1, false),
    DRILL(3, true),
    COMPARE(1, true),
    COPY(3, true);

    private final int steps;
    private final boolean aside;

    JobKind(int steps, boolean aside) {
        this.steps = steps;
        this.aside = aside;
    }

    /** How many steps its batch job has, for the percentage. */
    public int steps() {
        return steps;
    }

    /**
     * Whether it touches no database that others write, beside all others: it takes nobody's turn and waits for nobody, and there is one of its kind at a
     * time; of copies, one for each destination.
     */
    public boolean standsAside() {
        return aside;
    }

    /** What such a job claims: its database, or its kind where it stands aside. No database has such a name. */
    public String claims(String database) {
        return aside ? "(" + text() + ")" : database;
    }

    /** What a copy claims: one at a time goes to a destination. */
    public static String copyTo(String destination) {
        return "(" + COPY.text() + " " + destination + ")";
    }

    /** Whether it has to end within the time that a backup may take. A copy on a narrow line takes as long as it takes; its store knows when nothing moves. */
    public boolean isTimed() {
        return this != COPY;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if the text is none of these */
    public static JobKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
