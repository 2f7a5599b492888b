package org.safeward.backup.fetch;

import java.io.IOException;
import java.io.InputStream;

/**
 * A copy of a backup that goes to a client as it lies there.
 *
 * @param fileName what the client may call it; ends with {@code .age} when it is encrypted
 * @param size in bytes
 * @param sha256 that it has when it is good
 */
public record StreamedCopy(String fileName, long size, String sha256, Opening opening) {
    /** Opens it at an offset. */
    @FunctionalInterface
    public interface Opening {
        /** The caller closes it. */
        InputStream at(long from) throws IOException;
    }
}
