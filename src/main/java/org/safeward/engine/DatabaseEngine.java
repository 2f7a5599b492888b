package org.safeward.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.safeward.archive.content.ScriptKind;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;

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

    /** Whether a backup may be an image of the database in place of a script: {@link #snapshot}. */
    default boolean takesSnapshots() {
        return false;
    }

    /**
     * Writes the database as one consistent moment to {@code image}, byte by byte as a file of its own. Does not close the stream.
     *
     * @param scratch a file that is not there: the image is made in it, with as much room as the database takes, and it is gone when this
     *     returns. Who is killed leaves it.
     * @return what the image holds: rows are counted in the live database, in the same moment; without their digests
     * @throws UnsupportedOperationException where {@link #takesSnapshots} is false
     */
    default DumpFacts snapshot(OutputStream image, Path scratch, Work work) throws IOException {
        throw new UnsupportedOperationException("no snapshots of " + kind());
    }

    /**
     * Reads an image to its end, then opens it, asks the database whether it is sound and counts its rows. As independent of {@link #snapshot}
     * as the other one is of {@link #dump}.
     *
     * @param folder has room for the image while it is looked at; nothing stays there, whatever happens
     * @throws org.safeward.fault.Fault WRONG_ENGINE where there are no snapshots of this kind of database
     */
    default Census censusOfSnapshot(InputStream image, Path folder, Work work) throws IOException {
        throw new Fault(ErrorCode.WRONG_ENGINE, "sqlite", kind());
    }

    /**
     * Reads a script from its beginning to its end without running it. Independent of {@link #dump}, so that a verification
     * does not believe the writer.
     */
    Census census(InputStream sql, Work work) throws IOException;

    /**
     * Builds the script in a place of its own and leaves the live database alone.
     *
     * @param job the job's place, which names the staging place, so that {@link #discardStaging} finds it after a crash
     * @return the staging place, to be closed by the caller
     * @throws org.safeward.fault.Fault SCRIPT_FAILED, SCRIPT_LEAVES_DATABASE, DISK_FULL, TARGET_EXISTS, PARTS_IMPOSSIBLE, ...
     */
    Staging stage(BackupScript script, String job, Destination destination, Work work) throws IOException;

    /**
     * Checks that a new database of this name could be made beside the live one. Nothing is reserved: {@link #stage} checks again.
     *
     * @return where it would be, for people
     * @throws org.safeward.fault.Fault TARGET_INVALID, TARGET_EXISTS, DATABASE_UNREACHABLE
     */
    String freeTarget(String name, Work work);

    /**
     * Whether this could name an object that a restore may leave out when it cannot be made ({@link BackupScript#skip}): of a kind that
     * keeps no rows and no rights. None, for a kind of database whose dumps always can be made.
     */
    default boolean maySkip(String object) {
        return false;
    }

    /**
     * Which way a restore over the live database would go now; empty where there is only one.
     *
     * @throws org.safeward.fault.Fault RESTORE_MODE_IMPOSSIBLE, DATABASE_UNREACHABLE, ...
     */
    default Optional<RestoreWay> restoreWay(Work work) {
        return Optional.empty();
    }

    /**
     * Looks at what a restore of some tables would meet; for the person who decides. {@link #stage} and {@link Staging#check} look again,
     * with the backup's schema at hand.
     *
     * @throws Fault PARTS_IMPOSSIBLE where nothing can be staged beside the live database; PARTS_INVALID; DATABASE_UNREACHABLE, ...
     */
    default PartsOutlook outlook(Destination.Parts parts, Work work) {
        throw PartsImpossible.of(ReasonCode.WHY_NOT_STAGED, kind());
    }

    /**
     * Whether the live database has a table of this name that has no rows of its own, but shows those of others, which are all that a manifest
     * lists: a partitioned one. A restore of some tables takes it for all of them.
     */
    default boolean gathers(String table, Work work) {
        return false;
    }

    /**
     * Makes the schema of a backup without its rows, in a place of its own that is gone when this returns: what fails of it, a restore would
     * fail of. The live database is neither written to nor locked. A check, a generated column or an index that fails of the rows alone is not
     * found; only a drill does that.
     *
     * @param script with its manifest
     * @param job the job's place, which names where it is made, so that {@link #discardStaging} finds it after a crash
     * @return empty where there is nothing to find: {@link #dump} has made each object before it wrote it
     * @throws Fault DRILL_IMPOSSIBLE, TARGET_LACKS, ...: it cannot be tried
     */
    default Optional<Rehearsal> rehearse(BackupScript script, String job, Work work) throws IOException {
        return Optional.empty();
    }

    /** Whether a restored schema has the very text that was backed up; else a server may write it otherwise once it has read it. */
    default boolean keepsSchemaText() {
        return true;
    }

    /** Starts to watch the live database for commits of others; from now on {@link ChangeWatch#changed} tells of them. */
    ChangeWatch watch();

    /** The language of the next {@link #dump}: JSON means that only a degraded backup can be had. */
    default ScriptKind dumpKind() {
        return ScriptKind.SQL;
    }

    /** The places of the jobs whose restore can be taken back by {@link #undo}, oldest first; others only by their safety backup. */
    default List<String> undoable() {
        return List.of();
    }

    /**
     * Puts the database that a restore replaced back in its place; what it is exchanged for is kept in turn, under this job.
     *
     * @param restoredBy the place of the job whose restore is taken back, one of {@link #undoable}
     * @throws Fault UNDO_IMPOSSIBLE, DATABASE_LOCKED, ...: nothing has changed
     */
    default void undo(String restoredBy, String job, Fence fence, Duration lockTimeout) {
        throw new Fault(ErrorCode.UNDO_IMPOSSIBLE, kind());
    }

    /**
     * Removes what is kept for an {@link #undo}, which the next good backup has made needless, and what ended jobs could not remove: as far
     * as it carries a mark that only we can have made. No restore may be running.
     *
     * @param known whether the catalog has a job of this place that has ended
     */
    default void forgetReplaced(Predicate<String> known) {}

    /** What the role that loads a backup may do beyond its database, in words; empty when nothing. */
    default List<String> rightsBeyond() {
        return List.of();
    }

    /**
     * The functions of users that run when rows are put into the live database's tables, as a restore of rows without a schema does; with
     * schema and arguments. None, for a kind of database that has no functions.
     */
    default List<String> runsWhenRefilled() {
        return List.of();
    }

    /** What is named as if it were ours and is not known to be: it is never removed, so that people have to be told. */
    default List<String> strays(Predicate<String> known) {
        return List.of();
    }

    /** Removes what a job that did not end in order left behind. Does nothing when there is nothing. */
    void discardStaging(String job);
}
