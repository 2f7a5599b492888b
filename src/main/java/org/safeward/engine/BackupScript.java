package org.safeward.engine;

import java.nio.file.Path;
import java.util.Optional;
import org.safeward.archive.Manifest;

/**
 * A checked backup file that is to be restored.
 *
 * @param file the file, compressed or not
 * @param manifest what it must hold; empty for a script that others wrote
 * @param uploaded true when it came from outside, so that its statements are not to be trusted
 */
public record BackupScript(Path file, Optional<Manifest> manifest, boolean uploaded) {}
