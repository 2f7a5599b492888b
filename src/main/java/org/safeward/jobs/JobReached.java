package org.safeward.jobs;

/**
 * A job is at a place where it matters what happens next: before each step, and inside those whose effect comes in parts. Observers run on
 * the job's thread, which goes on when they return; the tests' kill, pause and cancel jobs there.
 *
 * @param place {@code backup.dump}; inside a step {@code backup.publish.renamed}
 */
public record JobReached(LiveJob job, String place) {}
