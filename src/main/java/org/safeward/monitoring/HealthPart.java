package org.safeward.monitoring;

import java.util.Locale;

/** What health is made of. */
enum HealthPart {
    CATALOG,
    BACKUP_DIRECTORY,
    LAST_BACKUP;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
