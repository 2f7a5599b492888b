package org.safeward.engine.postgresql;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a PostgreSQL database is protected.
 *
 * @param address of the database, which need not exist
 * @param mode how a restore goes live
 * @param trustUploads run uploaded scripts even with a role that may leave the database
 * @param keepPrevious keep the database that a restore replaced, so that undo is a rename
 * @param maintenanceDatabase where to stand while databases are made, renamed and dropped, usually {@code postgres}
 * @param toolDirectory where pg_dump is; empty to look where systems put it
 * @param markKey gives the key of the marks on databases that we make; whoever has it can remove them
 * @param secretDirectory where passwords for child processes are kept while they run, made when it is needed and closed to others; empty for a
 *     directory of its own among the system's temporary ones
 */
public record PostgresSettings(
        PostgresAddress address,
        RestoreMode mode,
        boolean trustUploads,
        boolean keepPrevious,
        String maintenanceDatabase,
        Optional<Path> toolDirectory,
        Supplier<byte[]> markKey,
        Optional<Path> secretDirectory) {
    /** For whoever has no catalog: it knows its own databases as long as it runs. */
    private static final byte[] KEY_OF_THIS_PROCESS = randomKey();

    /** Marked with a key that ends with this process. */
    public PostgresSettings(
            PostgresAddress address,
            RestoreMode mode,
            boolean trustUploads,
            boolean keepPrevious,
            String maintenanceDatabase,
            Optional<Path> toolDirectory) {
        this(address, mode, trustUploads, keepPrevious, maintenanceDatabase, toolDirectory, KEY_OF_THIS_PROCESS::clone);
    }

    /** For whoever has no home to keep secrets in. */
    public PostgresSettings(
            PostgresAddress address,
            RestoreMode mode,
            boolean trustUploads,
            boolean keepPrevious,
            String maintenanceDatabase,
            Optional<Path> toolDirectory,
            Supplier<byte[]> markKey) {
        this(address, mode, trustUploads, keepPrevious, maintenanceDatabase, toolDirectory, markKey, Optional.empty());
    }

    /** How a restore goes live. */
    public enum RestoreMode {
        /** By swap where the role may, in place elsewhere. */
        AUTO,
        /** A new database beside the old one, then renamed. */
        SWAP,
        /** One transaction inside the live database. */
        IN_PLACE
    }

    private static byte[] randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** The defaults for an address. */
    public static PostgresSettings of(PostgresAddress address) {
        return new PostgresSettings(address, RestoreMode.AUTO, false, true, "postgres", Optional.empty());
    }
}
