package org.safeward.destinations;

import java.util.Locale;

/** How it stands with a backup's copy in one destination. */
public enum CopyState {
    /** To be made, or tried again. */
    WAITING,
    /** A job is at it. */
    UPLOADING,
    /** Was read back from there, and is what was sent. */
    GOOD,
    /** Lies there according to its manifest, and has never been read from there by this installation. */
    UNREAD,
    /** Was read, and is gone or other than it should be. */
    DAMAGED,
    /** To be removed as soon as the place can be reached. */
    DELETING,
    /** Was there, and went by the rules of the place; it is not to be made again. */
    EXPIRED;

    /** As the API writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
