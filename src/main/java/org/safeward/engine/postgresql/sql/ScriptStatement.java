package org.safeward.engine.postgresql.sql;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One statement of a script.
 *
 * @param sql its text without the closing semicolon
 * @param line where it begins, from 1
 * @param number its place among the script's statements, from 1
 * @param copyData whether the rows of a {@code COPY ... FROM stdin} follow it
 * @param backslashes whether backslashes escape in plain strings from it on: {@code standard_conforming_strings} is off
 * @param encoding in which the script has it
 */
public record ScriptStatement(
        String sql, long line, long number, boolean copyData, boolean backslashes, ContentEncoding encoding) {
    private static final int EXCERPT = 120;
    private static final int LOOKED_AT = 4 * EXCERPT;

    /** As scripts are written today: backslashes in plain strings mean nothing. */
    public ScriptStatement(String sql, long line, long number, boolean copyData) {
        this(sql, line, number, copyData, false);
    }

    public ScriptStatement(String sql, long line, long number, boolean copyData, boolean backslashes) {
        this(sql, line, number, copyData, backslashes, ContentEncoding.UTF8);
    }

    /** The bytes that it has in the script; empty where its text says the same. */
    public Optional<byte[]> bytes() {
        boolean same = encoding.transcoded()
                || encoding.equals(ContentEncoding.UTF8)
                || StandardCharsets.US_ASCII.newEncoder().canEncode(sql);
        return same ? Optional.empty() : Optional.of(sql.getBytes(encoding.charset()));
    }

    /** From its beginning. */
    public SqlTokens tokens() {
        return new SqlTokens(sql, backslashes);
    }

    /** Whether the word stands in it, unquoted or within something else: {@code false} is certain, {@code true} is not. */
    public boolean says(String word) {
        for (int at = 0; at <= sql.length() - word.length(); at++) {
            if (sql.regionMatches(true, at, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    /** Its first word, for sorting it quickly: in lower case, empty when it does not begin with a letter. */
    public String firstWord() {
        int end = 0;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** The table that a COPY fills. */
    public TableName copiedTable(String schemaElse) {
        var tokens = tokens();
        tokens.accept("copy");
        return tokens.qualifiedName(schemaElse);
    }

    /** Enough of it to find it again, for messages. */
    public String excerpt() {
        // Statements may be as large as memory allows.
        String line =
                sql.substring(0, Math.min(sql.length(), LOOKED_AT)).strip().replaceAll("\\s+", " ");
        return line.length() <= EXCERPT && sql.length() <= LOOKED_AT
                ? line
                : line.substring(0, Math.min(line.length(), EXCERPT - 3)) + "...";
    }
}
