package org.safeward.engine.postgresql;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a PostgreSQL database is protected.
 *
 * @param address of the database, which need not exist
 * @param mode how a restore goes live
 * @param trustUploads run uploaded scripts even with a role that may leave the database
 * @param keepPrevious keep the database that a restore replaced, so that undo is a rename
 * @param maintenanceDatabase where to stand while databases are made, renamed and dropped, usually {@code postgres}
 * @param toolDirectory where pg_dump is; empty to look where systems put it
 */
public record PostgresSettings(
        PostgresAddress address,
        RestoreMode mode,
        boolean trustUploads,
        boolean keepPrevious,
        String maintenanceDatabase,
        Optional<Path> toolDirectory) {

    /** How a restore goes live. */
    public enum RestoreMode {
        /** By swap where the role may, in place elsewhere. */
        AUTO,
        /** A new database beside the old one, then renamed. */
        SWAP,
        /** One transaction inside the live database. */
        IN_PLACE
    }

    /** The defaults for an address. */
    public static PostgresSettings of(PostgresAddress address) {
        return new PostgresSettings(address, RestoreMode.AUTO, false, true, "postgres", Optional.empty());
    }
}
