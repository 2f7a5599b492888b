package org.safeward.monitoring;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with the backups of one database.
 *
 * @param inOrder whether this directory and the second one are the ones that were used before, not the mount point of a disk that is gone
 * @param free bytes in the directory
 * @param needed bytes of one more backup
 * @param lastGood when the newest good backup was made; empty when there is none
 * @param looked the moment of looking
 */
record DatabaseHealth(
        String name,
        Path directory,
        boolean inOrder,
        boolean writable,
        long free,
        long needed,
        Optional<Instant> lastGood,
        Instant looked) {

    boolean hasPlace() {
        return inOrder && writable && free >= needed;
    }

    boolean hasBackupWithin(Duration age) {
        return lastGood.map(moment -> !moment.plus(age).isBefore(looked)).orElse(false);
    }
}
