package org.safeward.backup.retention;

import java.nio.file.Path;
import java.util.List;

/**
 * A directory has little room left while backups are held for strange ones that nobody has acknowledged.
 *
 * @param strange the ids of their records
 * @param free bytes
 * @param needed bytes of the next few backups
 */
public record RoomEnding(String database, List<Long> strange, Path directory, long free, long needed) {
    boolean isSo() {
        return free < needed;
    }
}
