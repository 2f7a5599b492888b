package org.safeward.jobs.record;

import org.safeward.catalog.RunState;

/** How many jobs of a kind a database has had that are in a state. */
public record JobTotal(String database, JobKind kind, RunState state, long jobs) {}
