package org.safeward.catalog;

import java.nio.file.Path;

/**
 * A record's own file, as long as it was not removed on purpose.
 *
 * @param node on whose disk it lies; null when that was not noted
 */
public record RecordFile(Long id, RunState status, String filePath, String node) {
    public Path path() {
        return Path.of(filePath);
    }

    public boolean isCompleted() {
        return status == RunState.COMPLETED;
    }
}
