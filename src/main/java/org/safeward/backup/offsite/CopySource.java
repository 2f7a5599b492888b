package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyPlace;

/** The file of a backup that can be sent from this machine: its own, or the one in the second directory. */
@ApplicationScoped
class CopySource {
    /** Of those that are there in their size, and not known to be damaged. */
    Optional<Path> of(BackupRecord record) {
        return Stream.of(CopyPlace.FIRST, CopyPlace.SECOND)
                .filter(place -> !record.check(place).isDamaged())
                .flatMap(place -> record.copyIn(place).stream())
                .filter(file -> isThere(file, record.fileSize()))
                .findFirst();
    }

    private static boolean isThere(Path file, long size) {
        try {
            return Files.size(file) == size;
        } catch (IOException e) {
            // On another node's disk, or lost: somebody else tells of that.
            return false;
        }
    }
}
