package org.safeward.engine.postgresql.connection;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalLong;
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
 * @param maxGrowth bytes that a database may grow by while a script from outside is loaded; empty for what such a script can need
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
        OptionalLong maxGrowth,
        Supplier<byte[]> markKey,
        Optional<Path> secretDirectory) {
    /** For whoever has no catalog: it knows its own databases as long as it runs. */
    private static final byte[] KEY_OF_THIS_PROCESS = randomKey();

    /** For whoever has no catalog and no home: marked with a key that ends with this process. */
    public PostgresSettings(
            PostgresAddress address,
            RestoreMode mode,
            boolean trustUploads,
            boolean keepPrevious,
            String maintenanceDatabase,
            Optional<Path> toolDirectory) {
        this(
                address,
                mode,
                trustUploads,
                keepPrevious,
                maintenanceDatabase,
                toolDirectory,
                OptionalLong.empty(),
                KEY_OF_THIS_PROCESS::clone,
                Optional.empty());
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

    /** The same with other marks. */
    public PostgresSettings markedBy(Supplier<byte[]> key) {
        return new PostgresSettings(
                address,
                mode,
                trustUploads,
                keepPrevious,
                maintenanceDatabase,
                toolDirectory,
                maxGrowth,
                key,
                secretDirectory);
    }

    /** The same with a limit of its own. */
    public PostgresSettings growingBy(long bytes) {
        return new PostgresSettings(
                address,
                mode,
                trustUploads,
                keepPrevious,
                maintenanceDatabase,
                toolDirectory,
                OptionalLong.of(bytes),
                markKey,
                secretDirectory);
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
