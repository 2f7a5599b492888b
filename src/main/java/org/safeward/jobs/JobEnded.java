package org.safeward.jobs;

import org.safeward.jobs.record.Job;

/** The end of a job is written and its database is free again. Fired on the node that ended it. */
public record JobEnded(Job job) {}
