package org.safeward.store.remote;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a place can do besides, where it keeps several contents under one name, its versions, and may refuse to let go of one before its time. Methods throw
 * what those of {@link RemoteStore} throw.
 */
public interface Locking {
    /**
     * The id of the newest version under a name that says of itself that it is this file: others may have written to the name since.
     *
     * @param file its path is not looked at
     * @return empty when there is none, or the place keeps one content for each name
     */
    Optional<String> version(String name, WholeFile file) throws IOException;

    /** The same place, where one name stands for one version of it, whatever was written there since. It is not to be closed by itself. */
    RemoteStore at(String name, String version);

    /**
     * What keeps a file there now.
     *
     * @param version empty where there are none: then what the name stands for
     */
    FileLock look(String name, Optional<String> version) throws IOException;

    /**
     * Locks a file, or makes its lock longer or stricter; one that does that already stays as it is.
     *
     * @param until at least; in whole seconds, rounded up
     * @return what the place says of it afterwards
     * @throws org.safeward.fault.Fault DESTINATION_UNLOCKED when the place has no locks, refuses this one, or does not show it afterwards
     */
    FileLock lock(String name, Optional<String> version, Instant until, FileLock.Mode mode) throws IOException;

    /** Frees a name whose file nothing removes now: the file lies there still, behind a mark, until its lock ends. */
    void hide(String name) throws IOException;

    /** @throws org.safeward.fault.Fault DESTINATION_UNLOCKED when the place says that nothing in it can be locked */
    void requireLocks() throws IOException;
}
