package org.safeward.jobs;

/**
 * A minute has passed on this node, by a clock that nobody sets. The server's own timers go by the time of day: when that is put back by
 * a year, what was to come each minute comes after a year.
 */
public record MinutePassed() {}
