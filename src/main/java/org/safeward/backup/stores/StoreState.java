package org.safeward.backup.stores;

import java.util.Locale;

/** How it stands with a directory of backups. */
public enum StoreState {
    /** It is the one that we know. */
    IN_ORDER,
    /** It was never used; its first backup makes and marks it. */
    NEW,
    /** It was used, and is gone or has no marker: most likely its disk is not mounted. */
    MISSING,
    /** It has another one's marker: another disk is mounted there, or an older copy of it. */
    OTHER,
    /** Whether it is there cannot be told, or its marker cannot be written. */
    UNREACHABLE;

    /** Whether it may be written to and removed from. */
    public boolean usable() {
        return this == IN_ORDER || this == NEW;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
