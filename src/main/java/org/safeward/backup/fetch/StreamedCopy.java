package org.safeward.backup.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.safeward.fault.Fault;

/**
 * A copy of a backup that goes to a client as it lies there.
 *
 * @param fileName what the client may call it; ends with {@code .age} when it is encrypted
 * @param size in bytes
 * @param sha256 that it has when it is good
 * @param damaged is told when it has another one
 */
public record StreamedCopy(String fileName, long size, String sha256, Opening opening, Consumer<Fault> damaged) {
    /** Opens it at an offset. */
    @FunctionalInterface
    public interface Opening {
        /** The caller closes it. */
        InputStream at(long from) throws IOException;
    }

    /** All of it, whose end is given only after it was found to be the backup. The caller closes it. */
    public InputStream proven() throws IOException {
        return new ProvenContent(opening.at(0), this);
    }
}
