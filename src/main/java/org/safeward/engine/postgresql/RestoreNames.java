package org.safeward.engine.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * The names of what a restore makes on the server. They follow from the database and the job alone, so that they are found again
 * after a crash. A long name is cut to leave room for the job: the server takes 63 bytes.
 *
 * @param database the protected one
 */
record RestoreNames(String database) {
    private static final int LONGEST = 63;
    private static final String STAGING = "_restore_";
    private static final String BEFORE = "_before_";

    /** Where a job builds. */
    String staging(String job) {
        return name(STAGING, job);
    }

    /** What a job has replaced. */
    String before(String job) {
        return name(BEFORE, job);
    }

    /** The job that has replaced the database of this name; empty when it is not such a one. */
    Optional<String> jobThatReplaced(String name) {
        int at = name.lastIndexOf(BEFORE);
        return Optional.of(name.substring(Math.max(at, 0) + (at < 0 ? 0 : BEFORE.length())))
                .filter(job -> at > 0 && before(job).equals(name));
    }

    /** What a job's connections are called in pg_stat_activity. */
    static String session(String job) {
        return cut("safeward " + job, LONGEST);
    }

    private String name(String kind, String job) {
        String suffix = kind + job;
        return cut(database, LONGEST - suffix.getBytes(UTF_8).length) + suffix;
    }

    private static String cut(String text, int bytes) {
        String shorter = text;
        while (shorter.getBytes(UTF_8).length > bytes) {
            shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
        }
        return shorter;
    }
}
