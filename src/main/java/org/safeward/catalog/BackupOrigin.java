package org.safeward.catalog;

import java.util.Locale;

/** Why a backup was made: somebody asked, it was due, a restore was about to replace the data, or maintenance asked. */
public enum BackupOrigin {
    REQUEST,
    SCHEDULE,
    SAFETY,
    MAINTENANCE;

    /** As the API and the catalog write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if the text is none of these */
    public static BackupOrigin of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
