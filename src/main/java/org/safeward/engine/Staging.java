package org.safeward.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** A restored database that nobody uses yet. Closing it removes what is left of it; after {@link #swap} that is nothing. */
public interface Staging extends AutoCloseable {

    /**
     * Checks the staged database: its own integrity, and tables and rows against the manifest if there is one. Of {@link
     * Destination.Parts} also that the live tables can take the rows.
     *
     * @return what it holds
     * @throws org.safeward.fault.Fault RESTORE_CHECK_FAILED, MANIFEST_MISMATCH, PARTS_UNKNOWN, PARTS_DIFFER, PARTS_TAKEN
     */
    DatabaseFacts check(Work work);

    /**
     * Reads all of the staged database as {@link DatabaseEngine#dump} would read it if it were live: what its rows and its schema are is told by
     * their digests, which those of its backup have to equal. To be called after {@link #check}.
     *
     * @param sql gets the script that a backup of it would hold
     * @throws UnsupportedOperationException where a restore has no place of its own to be built in: in place, and of rows alone
     */
    default DumpFacts dump(OutputStream sql, Work work) throws IOException {
        throw new UnsupportedOperationException("nothing is staged that could be read");
    }

    /**
     * Makes it live, as a whole or not at all, and returns only when that is proven by looking at the live database. For a
     * new database: gives it its final name. Of {@link Destination.Parts}: brings the rows over and commits.
     *
     * @param fence asked immediately before the step that cannot be taken back
     * @param lockTimeout how long others may keep the live database locked
     * @throws org.safeward.fault.Fault DATABASE_LOCKED, SWAP_NOT_PROVEN, TARGET_EXISTS, PARTS_VIOLATED, ...: the live database is as it was
     */
    void swap(Fence fence, Duration lockTimeout, Work work) throws IOException;

    @Override
    void close();
}
