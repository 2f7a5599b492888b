package org.safeward.engine.postgresql.sql;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of the server or of its tools, from 10 on.
 *
 * @param major what decides whether two of them fit
 * @param text as it is shown, such as 15.18
 */
public record PostgresVersion(int major, String text) {
    private static final Pattern NUMBER = Pattern.compile("(\\d+)(?:[.\\d]*|beta\\d+|rc\\d+|devel)");

    /** The first version number in a text such as {@code pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)}. */
    public static Optional<PostgresVersion> in(String text) {
        var number = NUMBER.matcher(text);
        return number.find()
                ? Optional.of(new PostgresVersion(Integer.parseInt(number.group(1)), number.group()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
