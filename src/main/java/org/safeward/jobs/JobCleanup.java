package org.safeward.jobs;

import org.safeward.jobs.record.JobKind;

/**
 * A job is at its end, or nobody works on it any more: whoever keeps files for it removes them now. Fired before its end can be
 * seen.
 *
 * @param abandoned whether its server died and another one, or the same after its start, found it
 */
public record JobCleanup(long job, JobKind kind, String database, boolean abandoned) {}
