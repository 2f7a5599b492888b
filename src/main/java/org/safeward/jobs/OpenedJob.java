package org.safeward.jobs;

import org.safeward.jobs.record.Job;

/** A job that owns its database and has not been started. */
public record OpenedJob(Job job, String token) {}
