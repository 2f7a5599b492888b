package org.safeward.backup.offsite;

import java.util.Optional;
import org.safeward.archive.age.PayloadKey;
import org.safeward.backup.fetch.FoundCopy;
import org.safeward.store.remote.WholeFile;

/** One copy that is made: of which backup, to which destination, and what its steps hand on to each other. */
public final class CopyPlan implements AutoCloseable {
    private final long copy;
    private final long record;
    private final String destination;
    private FoundCopy fetched;
    private String fileName;
    private WholeFile file;
    private String name;
    private Optional<String> version = Optional.empty();
    private PayloadKey key;

    CopyPlan(long copy, long record, String destination) {
        this.copy = copy;
        this.record = record;
        this.destination = destination;
    }

    long copy() {
        return copy;
    }

    long record() {
        return record;
    }

    String destination() {
        return destination;
    }

    /** The backup's file came from another destination, and is held until the job ends. */
    void fetched(FoundCopy found) {
        fetched = found;
    }

    /** The backup's file has this name. */
    void isOf(String backup) {
        fileName = backup;
    }

    String fileName() {
        return fileName;
    }

    /** Whether the backup's file was encrypted before it was copied. */
    boolean wasEncrypted() {
        return fileName.endsWith(CopyName.ENCRYPTED);
    }

    /** What is sent, in clear or encrypted. */
    void sends(WholeFile whole) {
        file = whole;
    }

    WholeFile file() {
        return file;
    }

    /** It lies under this name there. */
    void sent(String there) {
        name = there;
    }

    String name() {
        return name;
    }

    /** This version of it is the one that is read back. */
    void stored(Optional<String> id) {
        version = id;
    }

    /** Empty where the destination keeps one content for each name. */
    Optional<String> version() {
        return version;
    }

    /** What was encrypted now can be read back by this, as long as the job lasts. */
    void encrypted(PayloadKey opens) {
        key = opens;
    }

    Optional<PayloadKey> key() {
        return Optional.ofNullable(key);
    }

    /** Forgets the key, and lets go of what was fetched. */
    @Override
    public void close() {
        if (fetched != null) {
            fetched.close();
        }
        key().ifPresent(PayloadKey::close);
    }
}
