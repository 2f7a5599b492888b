package org.safeward.maintenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where file systems are mounted, by {@code /proc/self/mountinfo} (proc(5)); elsewhere than on Linux nothing is known. */
final class MountPoints {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT_FIELD = 4;

    private MountPoints() {}

    /** A mount point in a directory or on it; null when there is none. */
    static Path within(Path directory) throws IOException {
        if (!Files.isReadable(TABLE)) {
            return null;
        }
        for (String line : Files.readAllLines(TABLE)) {
            Path mount = Path.of(unescaped(line.split(" ")[MOUNT_POINT_FIELD]));
            if (mount.startsWith(directory)) {
                return mount;
            }
        }
        return null;
    }

    /** Blanks, tabs, newlines and backslashes stand there as octal numbers. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
