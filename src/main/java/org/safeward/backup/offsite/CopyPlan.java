package org.safeward.backup.offsite;

import java.util.Optional;
import org.safeward.archive.age.DecryptionKey;
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
    private boolean sealed;
    private String former;
    private DecryptionKey opens = DecryptionKey.NONE;

    CopyPlan(long copy, long record, String destination) {
        this.copy = copy;
        this.record = record;
        this.destination = destination;
    }

    /**
     * It is made anew beside one that is good and stays until then.
     *
     * @param name of that one
     * @param identity opens copies that it may have to be made of; not closed with the plan
     */
    CopyPlan beside(String name, DecryptionKey identity) {
        former = name;
        opens = identity;
        return this;
    }

    /** The name of the good one that it is made anew beside; empty where there is none. */
    Optional<String> former() {
        return Optional.ofNullable(former);
    }

    DecryptionKey opens() {
        return opens;
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

    /** Whether what it is made of was encrypted on its way to where it was fetched from, and is to be opened first. */
    void sealed(boolean encrypted) {
        sealed = encrypted;
    }

    boolean isSealed() {
        return sealed;
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
