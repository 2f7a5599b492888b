package org.safeward.store.remote;

/** How a put came out. */
public enum PutResult {
    /** The file was published now. */
    PUBLISHED,

    /** This very file had the name already: most likely an earlier put's answer was lost. */
    PRESENT,

    /** Another file has the name, and keeps it. */
    TAKEN
}
