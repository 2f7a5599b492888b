package org.safeward.store.remote;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place that keeps whole files under flat names, below a prefix or a directory of its own. Safe for use by several threads.
 *
 * <p>Every method may throw a Fault with a code DESTINATION_*, and {@link java.io.InterruptedIOException} when the thread is interrupted,
 * which leaves the interrupt status set. Other {@link IOException}s are named at their methods. A name that {@link FileName} does not
 * take is an {@link IllegalArgumentException}.
 */
public interface RemoteStore extends AutoCloseable {
    /** For messages and logs: where it is, without credentials. */
    String address();

    /**
     * Publishes a file. It appears under its name whole or not at all, and a file that has the name already stays as it is. May be
     * called again after a failure: when the first one had published it after all, the second says {@link PutResult#PRESENT}.
     *
     * @param progress told the bytes that have been handed over; what it throws ends the put, and nothing is published
     * @throws org.safeward.fault.Fault BACKUP_DAMAGED when the file is not of the size and SHA-256 that were said; nothing is published
     * @throws IOException when the file cannot be read here
     */
    PutResult put(String name, WholeFile file, Progress progress) throws IOException;

    /**
     * The content from an offset to the end. The caller closes it; a close before the end does not read the rest.
     *
     * @param from bytes from the start, at most the size; at the size the content is empty
     * @return a stream whose read throws an IOException when the content breaks off, stalls or has another length than the file
     * @throws java.nio.file.NoSuchFileException when there is no file of the name
     * @throws IllegalArgumentException when the offset is negative or beyond the size
     */
    InputStream open(String name, long from) throws IOException;

    /** The file of a name; empty when there is none. */
    Optional<StoredFile> find(String name) throws IOException;

    /** All files, by name, without those that are being written, and without what lies in deeper folders. */
    List<StoredFile> list() throws IOException;

    /**
     * Removes a file for good, the newest version where there are several; one that is gone already is no error.
     *
     * @return what keeps it there, if the place refuses for that; empty when it is gone
     */
    Optional<FileLock> delete(String name) throws IOException;

    /** What it can do about versions and locks; empty where it knows neither. */
    default Optional<Locking> locking() {
        return Optional.empty();
    }

    /** Bytes that can still be stored; empty where the place does not say. */
    OptionalLong free() throws IOException;

    /**
     * Tries all that a backup needs (see {@link Trial}).
     *
     * @return the lock that keeps the small file of the trial there; empty when it is gone
     * @throws org.safeward.fault.Fault with a code DESTINATION_* that says what is wrong, with the words of the place
     */
    Optional<FileLock> check() throws IOException;

    /**
     * What puts have begun and not ended, oldest first. One that is still going on, here or on another node, is among them: only its age tells.
     */
    List<Leftover> leftovers() throws IOException;

    /** Removes a leftover; one that is gone already is no error. */
    void discard(Leftover leftover) throws IOException;

    /** Ends its connections. Streams that are still open may fail. */
    @Override
    void close();
}
