/**
 * Running backups and restores as batch jobs: claim, start, stop, progress, heartbeat, end, and what is left of a job whose server
 * died.
 *
 * <p>The life of a job: {@link org.safeward.jobs.JobOpening} takes the database's claim and writes the row;
 * {@link org.safeward.jobs.JobStarter} hands it to the batch runtime when its turn in the {@link org.safeward.jobs.JobQueue} has come; its steps ({@link org.safeward.jobs.JobStep}) work while
 * {@link org.safeward.jobs.JobWatch} renews the claim, writes progress and delivers stops; {@link org.safeward.jobs.JobEnding}
 * writes its end, whichever it is. A stop in the server's admin tools is a cancel; one by a server that is itself stopping is told apart
 * from it ({@link org.safeward.jobs.ServerStop}). {@link org.safeward.jobs.Recovery} ends the jobs that nobody works on any more.
 *
 * <p>Promises: one job a database in the whole cluster; never more at work on a node than {@code safeward.jobs.max-concurrent}; no job stays pending or running when nobody works on it; what a job publishes or
 * swaps, it does while it holds its claim. Only this package touches the batch runtime's JobOperator. Not promised: that the
 * batch runtime's own history is complete; it is for the server's admin tools, the catalog's rows are what counts. Nor can it be had
 * that a process that is stopped in the few instructions between {@link org.safeward.jobs.JobFence} and the swap notices that when it is
 * woken up; docs/errors.md says what that means.
 */
package org.safeward.jobs;
