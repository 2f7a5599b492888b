package org.safeward.backup.offsite;

import java.util.Optional;
import org.safeward.archive.age.PayloadKey;
import org.safeward.store.remote.WholeFile;

/** One copy that is made: of which backup, to which destination, and what its steps hand on to each other. */
public final class CopyPlan implements AutoCloseable {
    private final long copy;
    private final long record;
    private final String destination;
    private WholeFile file;
    private String name;
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

    /** What was encrypted now can be read back by this, as long as the job lasts. */
    void encrypted(PayloadKey opens) {
        key = opens;
    }

    Optional<PayloadKey> key() {
        return Optional.ofNullable(key);
    }

    /** Forgets the key. */
    @Override
    public void close() {
        key().ifPresent(PayloadKey::close);
    }
}
