package org.safeward.restore.source;

import java.nio.file.Path;
import java.time.Instant;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.backup.CheckedFile;

/**
 * An uploaded file that was read as a whole and can be restored.
 *
 * @param id names it to clients, and nobody can guess it
 * @param database for which it was checked
 * @param key opens this file alone if it is encrypted, as long as it is held
 * @param fileName as its owner calls it
 * @param checked what it holds
 * @param expires when it is removed, unless it was restored before
 */
public record HeldUpload(
        String id,
        String database,
        Path file,
        DecryptionKey key,
        String fileName,
        long size,
        CheckedFile checked,
        Instant expires) {}
