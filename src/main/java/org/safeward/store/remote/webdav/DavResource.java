package org.safeward.store.remote.webdav;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.safeward.store.remote.StoredFile;

/**
 * What a server tells of a file or a collection.
 *
 * @param name the last segment of its URL
 * @param size in bytes, of a file
 * @param available bytes that a quota leaves, of a collection, where the server says it
 */
record DavResource(
        String name, boolean collection, OptionalLong size, Optional<Instant> modified, OptionalLong available) {
    /** Empty for a collection, and for what the server says too little of. */
    Optional<StoredFile> file() {
        return collection || size.isEmpty()
                ? Optional.empty()
                : Optional.of(new StoredFile(name, size.getAsLong(), modified.orElse(Instant.EPOCH), Optional.empty()));
    }
}
