package org.safeward.catalog;

import java.util.Locale;

/** Why a backup was made. Retention treats each origin in its own way. */
public enum BackupOrigin {
    REQUEST,
    SCHEDULE,
    SAFETY,
    MAINTENANCE;

    /** As the API has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no origin has this text */
    public static BackupOrigin of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
