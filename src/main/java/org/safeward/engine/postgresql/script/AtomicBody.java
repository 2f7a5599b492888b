package org.safeward.engine.postgresql.script;

import java.util.regex.Pattern;

/**
 * Whether the tokens of a statement so far have opened a body {@code BEGIN ATOMIC statement; ... END}, whose semicolons belong to the
 * routine. By the server's grammar ({@code routine_body} in gram.y) these two words, side by side, open it, and an END that follows a
 * semicolon, or ATOMIC, closes it: no statement begins with END, and no CASE spans a semicolon. A function, type, column or alias may be named
 * {@code begin}, {@code atomic}, {@code case} or {@code end}. Only in CREATE FUNCTION and CREATE PROCEDURE.
 */
final class AtomicBody {
    private static final Pattern ROUTINE = Pattern.compile("create (or replace )?(function|procedure) .*");
    private static final int WORDS_THAT_TELL = 5;

    private final StringBuilder beginning = new StringBuilder();
    private int words;
    private int depth;
    /** The token before: a word, a semicolon, or empty for any other. */
    private String previous = "";

    boolean open() {
        return depth > 0;
    }

    /** Takes the next unquoted word outside parentheses, in lower case. */
    void word(String word) {
        if (words < WORDS_THAT_TELL) {
            words++;
            beginning.append(word).append(' ');
        }
        if (word.equals("atomic") && previous.equals("begin") && inRoutine()) {
            depth++;
        } else if (word.equals("end") && open() && (previous.equals(";") || previous.equals("atomic"))) {
            depth--;
        }
        previous = word;
    }

    /** Takes a semicolon inside the body. */
    void semicolon() {
        previous = ";";
    }

    /** Takes any other token. */
    void other() {
        previous = "";
    }

    private boolean inRoutine() {
        return ROUTINE.matcher(beginning).matches();
    }
}
