package org.safeward.engine.postgresql;

import java.util.Locale;

/**
 * One statement of a script.
 *
 * @param sql its text without the closing semicolon
 * @param line where it begins, from 1
 * @param number its place among the script's statements, from 1
 * @param copyData whether the rows of a {@code COPY ... FROM stdin} follow it
 */
record ScriptStatement(String sql, long line, long number, boolean copyData) {

    /** Its first word, for sorting it quickly: in lower case, empty when it does not begin with a letter. */
    String firstWord() {
        int end = 0;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** The table that a COPY fills. */
    TableName copiedTable(String schemaElse) {
        var tokens = new SqlTokens(sql);
        tokens.accept("copy");
        return tokens.qualifiedName(schemaElse);
    }

    /** Enough of it to find it again, for messages. */
    String excerpt() {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() <= 120 ? line : line.substring(0, 117) + "...";
    }
}
