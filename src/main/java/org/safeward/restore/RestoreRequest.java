package org.safeward.restore;

import java.nio.file.Path;
import java.util.Optional;

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
 */
public record RestoreRequest(
        String database,
        Optional<Long> record,
        Optional<Path> upload,
        Optional<String> target,
        boolean safetyBackup,
        boolean acceptUnverifiable,
        boolean fromNewerServer) {

    boolean uploaded() {
        return upload.isPresent();
    }
}
