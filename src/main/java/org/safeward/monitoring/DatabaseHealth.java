package org.safeward.monitoring;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with the backups of one database.
 *
 * @param free bytes in the directory
 * @param needed bytes of one more backup
 * @param lastGood when the newest good backup was made; empty when there is none
 * @param looked the moment of looking
 */
record DatabaseHealth(
        String name,
        Path directory,
        boolean writable,
        long free,
        long needed,
        Optional<Instant> lastGood,
        Instant looked) {

    boolean hasPlace() {
        return writable && free >= needed;
    }

    boolean hasBackupWithin(Duration age) {
        return lastGood.map(moment -> !moment.plus(age).isBefore(looked)).orElse(false);
    }
}
