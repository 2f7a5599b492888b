package org.safeward.engine.postgresql.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of what a restore makes on the server. They follow from the database and the job alone, so that they are found again
 * after a crash. A long name is cut to leave room for the job: the server takes 63 bytes. A job is given as its place: its number and a
 * random token that the catalog knew before ({@code 12_0123456789abcdef}), so that nobody else has such a name by chance, and sessions of
 * another Safeward are never taken for ours.
 *
 * @param database the protected one
 */
public record RestoreNames(String database) {
    private static final int LONGEST = 63;
    private static final Pattern PLACE = Pattern.compile("[0-9]+(_[0-9a-f]+)?");
    private static final String STAGING = "_restore_";
    private static final String BEFORE = "_before_";

    /** Where a job builds. */
    public String staging(String job) {
        return name(STAGING, job);
    }

    /** What a job has replaced. */
    public String before(String job) {
        return name(BEFORE, job);
    }

    /** The job whose restore has replaced the database of this name, if it is named so. */
    public Optional<String> placeThatReplaced(String name) {
        return placeIn(name, BEFORE).filter(place -> before(place).equals(name));
    }

    /** The job that builds in the database of this name, if it is named so. */
    public Optional<String> placeThatBuilds(String name) {
        return placeIn(name, STAGING).filter(place -> staging(place).equals(name));
    }

    private static Optional<String> placeIn(String name, String kind) {
        int at = name.lastIndexOf(kind);
        return at <= 0 ? Optional.empty() : Optional.of(name.substring(at + kind.length()));
    }

    /** Whether it looks like a place of a job. */
    public static boolean isPlace(String text) {
        return PLACE.matcher(text).matches();
    }

    /** Jobs of earlier versions had none. */
    public static boolean hasToken(String place) {
        return place.indexOf('_') > 0;
    }

    /** What a job's connections are called in pg_stat_activity. */
    public static String session(String job) {
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
