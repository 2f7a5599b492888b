package org.safeward.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What Safeward can do with one database of one kind. An instance stands for one protected database, is immutable and may be
 * used by several threads; each call opens and closes its own connections.
 *
 * <p>All methods throw {@link org.safeward.fault.Fault} for what users can act on and {@link WorkStopped} after a stop.
 */
public interface DatabaseEngine {

    /** {@code sqlite} or {@code postgresql}, as the file's header and the manifest have it. */
    String kind();

    /** Where the database is, for people: a file or host and name, without any password. */
    String address();

    /**
     * Looks at the live database.
     *
     * @throws org.safeward.fault.Fault DATABASE_MISSING, DATABASE_UNREACHABLE, DATABASE_DAMAGED
     */
    DatabaseFacts inspect(Work work);

    /**
     * Writes the database as one consistent moment to {@code sql}, header included, manifest not. Does not close the stream.
     *
     * @return what the bytes written hold: rows are counted while they are written
     */
    DumpFacts dump(OutputStream sql, Work work) throws IOException;

    /**
     * Reads a script from its beginning to its end without running it. Independent of {@link #dump}, so that a verification
     * does not believe the writer.
     */
    Census census(InputStream sql, Work work) throws IOException;

    /**
     * Builds the script in a place of its own and leaves the live database alone.
     *
     * @param job names the staging place, so that {@link #discardStaging} finds it after a crash
     * @return the staging place, to be closed by the caller
     * @throws org.safeward.fault.Fault SCRIPT_FAILED, SCRIPT_LEAVES_DATABASE, DISK_FULL, TARGET_EXISTS, ...
     */
    Staging stage(BackupScript script, String job, Destination destination, Work work) throws IOException;

    /** Starts to watch the live database for commits of others; from now on {@link ChangeWatch#changed} tells of them. */
    ChangeWatch watch();

    /** Removes what a job that did not end in order left behind. Does nothing when there is nothing. */
    void discardStaging(String job);
}
