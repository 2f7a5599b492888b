package org.safeward.backup.offsite;

/** Somebody has tried a destination, and it is in order: what waits for it need not wait for the next minute. */
public record DestinationTried(String name) {}
