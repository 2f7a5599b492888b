package org.safeward.store.remote;

/** Is told how far a put is, and may end it by an unchecked exception. */
@FunctionalInterface
public interface Progress {
    Progress NONE = bytes -> {};

    /** @param bytes of the file that have been handed over so far; falls back when a piece is sent again */
    void sent(long bytes);
}
