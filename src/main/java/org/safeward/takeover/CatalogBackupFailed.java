package org.safeward.takeover;

import org.safeward.fault.Fault;

/** The catalog could not be backed up to a destination: the first time since it was. */
public record CatalogBackupFailed(String destination, Fault reason) {}
