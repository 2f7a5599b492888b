package org.safeward.backup.scrub;

import java.nio.file.Path;
import org.safeward.catalog.BackupRecord;

/**
 * A copy of a backup was found damaged, or one that was is whole again.
 *
 * @param healed whether it was made anew from the other copy
 */
public record CopyDamaged(BackupRecord record, Path copy, boolean healed) {}
