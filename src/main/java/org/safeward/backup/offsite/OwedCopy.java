package org.safeward.backup.offsite;

/** A copy that is to be made, and the backup that it is of, by their ids. */
public record OwedCopy(long id, long record) {}
