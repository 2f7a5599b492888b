package org.safeward.restore.source;

import java.nio.file.Path;
import java.time.Instant;
import org.safeward.backup.CheckedFile;

/**
 * An uploaded file that was read as a whole and can be restored.
 *
 * @param id names it to clients, and nobody can guess it
 * @param database for which it was checked
 * @param fileName as its owner calls it
 * @param checked what it holds
 * @param expires when it is removed, unless it was restored before
 */
public record HeldUpload(
        String id, String database, Path file, String fileName, long size, CheckedFile checked, Instant expires) {}
