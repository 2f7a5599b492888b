package org.safeward.store.remote;

import java.time.Instant;
import java.util.Optional;

/**
 * A file as its place tells of it.
 *
 * @param size in bytes
 * @param modified by the place's clock, in its precision
 * @param sha256 in lower-case hex, where the place keeps what was said when the file was put; it does not prove what the content is now
 */
public record StoredFile(String name, long size, Instant modified, Optional<String> sha256) {}
