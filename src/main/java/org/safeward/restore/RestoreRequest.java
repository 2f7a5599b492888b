package org.safeward.restore;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.engine.Destination;
import org.safeward.restore.destination.NamedTables;
import org.safeward.restore.preview.FunctionsSeen;

/**
 * What a client wants restored.
 *
 * @param database whose place it takes
 * @param record the backup; empty for an uploaded file
 * @param upload the uploaded file, already on our disk; empty for a backup
 * @param destination where it goes
 * @param safetyBackup false to go on without a backup of what is there now
 * @param fromNewerServer true to take a script from a newer version of the database server
 * @param acceptUnverifiable true to take a script of others although it lacks live tables, or all of their rows
 * @param skip names of objects that may be missing afterwards if they cannot be made, as OBJECTS_FAIL has named them
 * @param seen what is known of the functions that loading runs
 * @param key opens the file if it is encrypted; forgotten at the end of the job
 */
public record RestoreRequest(
        String database,
        Optional<Long> record,
        Optional<Path> upload,
        Destination destination,
        boolean safetyBackup,
        boolean acceptUnverifiable,
        boolean fromNewerServer,
        Set<String> skip,
        FunctionsSeen seen,
        DecryptionKey key) {

    /** Whoever has more that cannot be made has to correct the database, not to leave it out. */
    public static final int MOST_SKIPPED = 1000;

    /** Characters of an object's name; functions have their arguments in it. */
    public static final int LONGEST_NAME = 2000;

    public RestoreRequest {
        skip = Set.copyOf(skip);
    }

    boolean uploaded() {
        return upload.isPresent();
    }

    /** Whether rows that are live give way: a safety backup is due, and an undo. */
    boolean replaces() {
        return destination instanceof Destination.Live
                || parts().filter(parts -> parts.into().isEmpty()).isPresent();
    }

    Optional<Destination.Parts> parts() {
        return destination instanceof Destination.Parts parts ? Optional.of(parts) : Optional.empty();
    }

    /** For the audit: what is restored where, short. */
    public String concerns() {
        String place = "";
        if (destination instanceof Destination.NewDatabase beside) {
            place = ", target " + beside.name();
        } else if (destination instanceof Destination.Parts parts) {
            place = ", tables " + NamedTables.listed(parts.tables())
                    + parts.into().map(ending -> ", into " + ending).orElse("");
        }
        return "database " + database + place + (skip.isEmpty() ? "" : ", may leave out " + String.join(", ", skip));
    }
}
