package org.safeward.engine.postgresql.sql;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a sequence stands.
 *
 * @param called false when {@code last} has not been given out yet
 */
public record SequenceValue(TableName sequence, long last, boolean called) {
    private static final Pattern SETVAL =
            Pattern.compile("SELECT pg_catalog\\.setval\\((.*), (-?\\d+), (true|false)\\)", Pattern.DOTALL);

    /** Reads the statement that pg_dump writes for each sequence; empty for every other one. */
    public static Optional<SequenceValue> of(String sql) {
        var setval = SETVAL.matcher(sql);
        if (!setval.matches()) {
            return Optional.empty();
        }
        var literal = new SqlTokens(setval.group(1));
        literal.next();
        var name = new SqlTokens(literal.text()).qualifiedName("public");
        return Optional.of(
                new SequenceValue(name, Long.parseLong(setval.group(2)), Boolean.parseBoolean(setval.group(3))));
    }
}
