package org.safeward.store.remote;

/** Where a store is, and who we are to it: all that is needed to open it. Nothing is reached by making one, and its text form holds no secret. */
public interface StorePlace {
    /** For messages: without credentials. */
    String address();

    /** What kind of place it is, in one word: {@code directory}, {@code s3}, {@code sftp}, {@code webdav}. */
    String kind();

    /** Does not reach out yet. The caller closes it. */
    RemoteStore open(Limits limits);
}
