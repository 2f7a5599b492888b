package org.safeward.engine;

/** Where a restore goes. */
public sealed interface Destination {

    /** Over the live database, by a swap. */
    record Live() implements Destination {}

    /**
     * Beside it: a new file below the restore directory (SQLite), a new database of the same server (PostgreSQL).
     *
     * @param name as the user gave it, not yet checked
     */
    record NewDatabase(String name) implements Destination {}

    /** Nowhere: what is built is looked at and thrown away. Nothing of it acts on anything outside of it. */
    record Drill() implements Destination {}
}
