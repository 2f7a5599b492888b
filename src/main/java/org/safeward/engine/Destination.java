package org.safeward.engine;

import java.util.List;
import java.util.Optional;

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

    /**
     * Into the live database, some tables only: it is staged whole, then the rows of these tables take the place of the live ones in one
     * transaction. The live tables stay what they are, with their views and grants; no trigger, rule or referential action runs; no other
     * table is touched.
     *
     * @param tables at least one, by their names in the manifest, none twice; as the user gave them, not yet checked
     * @param into what the names of copies end with, which are made beside the live tables and leave those alone; empty to replace rows
     */
    record Parts(List<String> tables, Optional<String> into) implements Destination {
        public Parts {
            tables = List.copyOf(tables);
        }
    }
}
