package org.safeward.store.remote;

/** Where a store is, and who we are to it: all that is needed to open it. Nothing is reached by making one, and its text form holds no secret. */
public interface StorePlace {
    /** For messages: without credentials. */
    String address();

    /** Does not reach out yet. The caller closes it. */
    RemoteStore open(Limits limits);
}
