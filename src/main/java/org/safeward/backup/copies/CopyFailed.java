package org.safeward.backup.copies;

import org.safeward.catalog.BackupRecord;
import org.safeward.fault.Fault;

/** The backup is good, but its copy in the second directory could not be made. */
public record CopyFailed(BackupRecord record, Fault reason) {}
