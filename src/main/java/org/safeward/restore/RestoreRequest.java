package org.safeward.restore;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.safeward.restore.preview.FunctionsSeen;

/**
 * What a client wants restored.
 *
 * @param database whose place it takes
 * @param record the backup; empty for an uploaded file
 * @param upload the uploaded file, already on our disk; empty for a backup
 * @param target name of a new database beside the live one; empty to replace the live one
 * @param safetyBackup false to go on without a backup of what is there now
 * @param fromNewerServer true to take a script from a newer version of the database server
 * @param acceptUnverifiable true to take a script of others although it lacks live tables, or all of their rows
 * @param skip names of objects that may be missing afterwards if they cannot be made, as OBJECTS_FAIL has named them
 * @param seen what is known of the functions that loading runs
 */
public record RestoreRequest(
        String database,
        Optional<Long> record,
        Optional<Path> upload,
        Optional<String> target,
        boolean safetyBackup,
        boolean acceptUnverifiable,
        boolean fromNewerServer,
        Set<String> skip,
        FunctionsSeen seen) {

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
}
