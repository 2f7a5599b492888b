package org.safeward.monitoring;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How it stands with the backups of one database.
 *
 * @param inOrder whether this directory and the second one are the ones that were used before, not the mount point of a disk that is gone
 * @param free bytes in the directory
 * @param needed bytes of one more backup
 * @param lastGood when the newest good backup was made; empty when there is none
 * @param lastProven when it was last proven that a backup comes back; empty when it never was
 * @param copied when the newest backup was made that is good at a destination, for each that the backups go to; empty for one where none is
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
        Optional<Instant> lastProven,
        List<Optional<Instant>> copied,
        Instant looked) {

    boolean hasPlace() {
        return inOrder && writable && free >= needed;
    }

    boolean hasBackupWithin(Duration age) {
        return isWithin(lastGood, age);
    }

    boolean wasProvenWithin(Duration age) {
        return isWithin(lastProven, age);
    }

    boolean wasCopiedWithin(Duration age) {
        return copied.stream().allMatch(last -> isWithin(last, age));
    }

    /** The oldest of the newest ones; empty when there is none at some destination, or no destination. */
    Optional<Instant> lastCopied() {
        return copied.stream().allMatch(Optional::isPresent)
                ? copied.stream().flatMap(Optional::stream).min(Comparator.naturalOrder())
                : Optional.empty();
    }

    private boolean isWithin(Optional<Instant> last, Duration age) {
        return last.map(moment -> !moment.plus(age).isBefore(looked)).orElse(false);
    }
}
