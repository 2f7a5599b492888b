package org.safeward.catalog;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A record's own file, as long as it was not removed on purpose.
 *
 * @param node on whose disk it lies; null when that was not noted
 * @param trashedAt since when it lies in the trash; null when it does not
 */
public record RecordFile(Long id, RunState status, String filePath, String node, Instant trashedAt) {
    public Path path() {
        return Path.of(filePath);
    }

    /** Whether it is a backup's that is not in the trash. */
    public boolean shouldBeThere() {
        return status == RunState.COMPLETED && trashedAt == null;
    }
}
