package org.safeward.store.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
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
        throw new Fault(failure, code(failure), directory, failure.toString());
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
