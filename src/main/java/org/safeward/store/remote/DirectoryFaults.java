package org.safeward.store.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.DiskFull;

/** What it means that something failed in a directory. */
final class DirectoryFaults {
    private final Path directory;

    DirectoryFaults(Path directory) {
        this.directory = directory;
    }

    /** Something that touches the directory and no other file. */
    @FunctionalInterface
    interface Touch<T> {
        T run() throws IOException;
    }

    <T> T at(Touch<T> touch) throws IOException {
        try {
            return touch.run();
        } catch (IOException e) {
            throw of(e);
        }
    }

    /** Only an interrupt stays an IOException. */
    InterruptedIOException of(IOException failure) {
        if (failure instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted in " + directory);
            interrupted.initCause(failure);
            return interrupted;
        }
        throw new Fault(failure, code(failure), directory, words(failure));
    }

    /** As the system says it, and of which file where that is not the directory. */
    private String words(IOException failure) {
        if (!(failure instanceof FileSystemException told)) {
            return failure.toString();
        }
        String what = what(told);
        return told.getFile() == null || told.getFile().equals(directory.toString())
                ? what
                : told.getFile() + ": " + what;
    }

    private static String what(FileSystemException told) {
        if (told instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (told instanceof NotDirectoryException) {
            return "not a directory";
        }
        if (told instanceof AccessDeniedException) {
            return "permission denied";
        }
        return told.getReason() == null ? told.toString() : told.getReason();
    }

    private ErrorCode code(IOException failure) {
        if (failure instanceof NotDirectoryException
                || failure instanceof NoSuchFileException && !Files.isDirectory(directory)) {
            return ErrorCode.DESTINATION_MISSING;
        }
        if (failure instanceof AccessDeniedException) {
            return ErrorCode.DESTINATION_REFUSED;
        }
        return DiskFull.is(failure, directory.resolve("any"))
                ? ErrorCode.DESTINATION_FULL
                : ErrorCode.DESTINATION_FAILED;
    }
}
