package org.safeward.backup.fetch;

import java.nio.file.Path;
import org.safeward.catalog.BackupRecord;

/**
 * A copy of a backup on a disk was found damaged or gone, by whoever read it, or one that was is whole again.
 *
 * @param healed whether it was made anew from the other copy
 */
public record CopyDamaged(BackupRecord record, Path copy, boolean healed) {}
