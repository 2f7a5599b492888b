package org.safeward.catalog;

import java.util.Locale;

/** How far a job or a backup has come. The first two pass; one that has come to the others stays there. */
public enum RunState {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED,
    TIMEOUT;

    /** For whoever wrote another. */
    public static final String ALL = "pending, running, completed, failed, cancelled, timeout";

    /** Whether it stays there. */
    public boolean ended() {
        return this != PENDING && this != RUNNING;
    }

    /** As the API and the catalog write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if the text is none of these */
    public static RunState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
