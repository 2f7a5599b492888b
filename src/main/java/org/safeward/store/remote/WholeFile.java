package org.safeward.store.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of this machine that is not written any more.
 *
 * @param size in bytes
 * @param sha256 in lower-case hex
 */
public record WholeFile(Path path, long size, String sha256) {
    /** With the size and the SHA-256 that it has now: reads it whole. */
    public static WholeFile read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new WholeFile(path, Files.size(path), Sha256.of(in));
        }
    }
}
