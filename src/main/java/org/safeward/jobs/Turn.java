package org.safeward.jobs;

/** Who comes first when jobs have to wait: in this order, and among equals who came first. */
public enum Turn {
    /** A restore, or the undo of one: somebody's data is wrong until then. */
    RESTORE,
    /** A backup that somebody asked for, and may be waiting for. */
    REQUEST,
    /** A backup by the schedule. */
    SCHEDULE,
    /** What stands aside: it waits for nobody and nobody for it. */
    ASIDE
}
