package org.safeward.backup;

import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Census;

/**
 * A backup file that was read from its beginning to its end and found whole.
 *
 * @param manifest empty for a script that others wrote
 * @param census what was counted in it; equals the manifest's tables when there is one
 */
public record CheckedFile(Optional<Manifest> manifest, Census census, String fileSha256, long sqlBytes) {}
