package org.safeward.catalog;

import java.util.Locale;

/** Where a copy of a backup lies. */
public enum CopyPlace {
    /** In the backup directory: the file that is restored and downloaded. */
    FIRST,
    /** In the second directory. */
    SECOND;

    public CopyPlace other() {
        return this == FIRST ? SECOND : FIRST;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
