package org.safeward.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Tells a full disk from other errors. Java has no exception of its own for it. */
public final class DiskFull {
    private static final List<String> WORDS =
            List.of("no space left", "quota exceeded", "not enough space on the disk", "disk is full");

    /** The system's words are in its own language: then a disk without even this much room says the same. */
    private static final long NO_ROOM = 64 * 1024;

    private DiskFull() {}

    /**
     * Returns the exception for the caller to throw, if it was not for a full disk.
     *
     * @param file that was being written
     * @throws Fault DISK_FULL if it was
     */
    public static IOException otherwise(IOException failure, Path file) {
        if (is(failure, file)) {
            throw new Fault(failure, ErrorCode.DISK_FULL, file);
        }
        return failure;
    }

    /** Whether a file could not be written for want of room. */
    public static boolean is(IOException failure, Path file) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (WORDS.stream().anyMatch(words::contains)) {
                return true;
            }
        }
        return hasNoRoom(file);
    }

    private static boolean hasNoRoom(Path file) {
        try {
            return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < NO_ROOM;
        } catch (IOException e) {
            // Not even that can be asked: then the first failure tells more than a guess.
            return false;
        }
    }
}
