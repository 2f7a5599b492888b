package org.safeward.engine.postgresql;

import java.util.regex.Pattern;

/**
 * Whether the words of a statement so far have opened a body {@code BEGIN ATOMIC ... END}, whose semicolons belong to the
 * function. CASE is counted too, since it ends in END as well. Only in CREATE FUNCTION and CREATE PROCEDURE: BEGIN is a
 * statement of its own elsewhere.
 */
final class AtomicBody {
    private static final Pattern ROUTINE = Pattern.compile("create (or replace )?(function|procedure) .*");
    private static final int WORDS_THAT_TELL = 5;

    private final StringBuilder beginning = new StringBuilder();
    private int words;
    private int depth;

    boolean open() {
        return depth > 0;
    }

    /** Takes the next unquoted word outside parentheses, in lower case. */
    void word(String word) {
        if (words < WORDS_THAT_TELL) {
            words++;
            beginning.append(word).append(' ');
        }
        switch (word) {
            case "begin" -> depth += inRoutine() ? 1 : 0;
            case "case" -> depth += open() ? 1 : 0;
            case "end" -> depth -= open() ? 1 : 0;
            default -> {}
        }
    }

    private boolean inRoutine() {
        return ROUTINE.matcher(beginning).matches();
    }
}
