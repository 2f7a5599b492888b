package org.safeward.backup.fetch;

import java.io.IOException;
import java.nio.file.Path;
import org.safeward.fault.Fault;

/** Says best what is wrong with a file that is not what it was when it was read back. */
@FunctionalInterface
public interface Diagnosis {
    /** @param sha256 that it has now */
    Fault of(Path file, String sha256) throws IOException;
}
