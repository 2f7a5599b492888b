package org.safeward.catalog;

import java.util.Locale;

/** How far a backup or a job has come. The last four are ends. */
public enum BackupStatus {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED,
    TIMEOUT;

    public boolean ended() {
        return this != PENDING && this != RUNNING;
    }

    /** As the API has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no status has this text */
    public static BackupStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
