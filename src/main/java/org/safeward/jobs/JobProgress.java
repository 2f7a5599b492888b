package org.safeward.jobs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.safeward.fault.Warning;
import org.safeward.jobs.record.CheckMade;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;

/** How far a live job is, and what it found on its way. Thread-safe: its steps write, its watch reads. */
final class JobProgress {
    private static final int MOST_PERCENT = 99;

    private final JobKind kind;
    private final List<CheckMade> checks = new ArrayList<>();
    private final Set<Warning> warnings = new LinkedHashSet<>();
    private String step = "";
    private int entered = -1;
    private int finished;
    private long expectedBytes;
    private long rows;
    private long bytes;

    JobProgress(JobKind kind) {
        this.kind = kind;
    }

    synchronized void enter(String name) {
        step = name;
        entered++;
        expectedBytes = 0;
        rows = 0;
        bytes = 0;
    }

    synchronized String step() {
        return step;
    }

    synchronized void finishStep() {
        finished++;
    }

    /** Whether every step has done its work: nothing else makes a job a completed one. */
    synchronized boolean isWhole() {
        return finished == kind.steps();
    }

    /** How a finished step is described in the server's own admin tools, as the step's exit status. */
    synchronized String stepReport() {
        return rows == 0 && bytes == 0 ? "DONE" : "DONE, " + rows + " rows, " + bytes + " bytes of SQL";
    }

    synchronized void expect(long bytesOfSql) {
        expectedBytes = bytesOfSql;
    }

    synchronized void reached(long rowsHandled, long bytesHandled) {
        rows = rowsHandled;
        bytes = bytesHandled;
    }

    synchronized void checked(CheckMade check) {
        checks.add(check);
    }

    synchronized void warn(Warning warning) {
        warnings.add(warning);
    }

    /** Writes what is known into the job's row. */
    synchronized void report(Job job) {
        job.progress(step, percent(), rows, bytes, List.copyOf(checks));
        job.warn(List.copyOf(warnings));
    }

    private int percent() {
        long inStep = expectedBytes <= 0 ? 0 : Math.min(MOST_PERCENT, bytes * 100 / expectedBytes);
        return (int) Math.min(MOST_PERCENT, (Math.max(0, entered) * 100L + inStep) / kind.steps());
    }
}
