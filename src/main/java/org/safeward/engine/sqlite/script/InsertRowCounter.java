package org.safeward.engine.sqlite.script;

/** Counts the rows in the VALUES of an INSERT statement. */
final class InsertRowCounter {
    private InsertRowCounter() {}

    /** @param tokens behind the table's name */
    static long count(Statement statement, Tokens tokens) {
        int depth = 0;
        while (tokens.kind() != Tokens.Kind.END) {
            if (depth == 0 && tokens.keyword().equals("VALUES")) {
                return afterValues(statement.bytes(), tokens.end());
            }
            if (depth == 0 && tokens.keyword().equals("DEFAULT")) {
                return 1;
            }
            if (depth == 0
                    && (tokens.keyword().equals("SELECT") || tokens.keyword().equals("WITH"))) {
                return 0;
            }
            depth += tokens.isSymbol('(') ? 1 : tokens.isSymbol(')') ? -1 : 0;
            tokens.next();
        }
        return 0;
    }

    /** A scan of its own over the bytes: this is where nearly all of a script is. */
    private static long afterValues(byte[] bytes, int from) {
        long tuples = 0;
        int depth = 0;
        int i = from;
        while (i < bytes.length) {
            byte b = bytes[i++];
            switch (b) {
                case '(' -> {
                    if (depth++ == 0) {
                        tuples++;
                    }
                }
                case ')' -> depth--;
                case '\'', '"', '`' -> {
                    while (i < bytes.length && bytes[i++] != b) {
                        // on to the end of the text
                    }
                }
                case '-' -> {
                    if (i < bytes.length && bytes[i] == '-') {
                        while (i < bytes.length && bytes[i++] != '\n') {
                            // on to the end of the comment
                        }
                    }
                }
                case '/' -> {
                    if (i < bytes.length && bytes[i] == '*') {
                        i = afterComment(bytes, i + 1);
                    }
                }
                default -> {
                    // ON CONFLICT and RETURNING have parentheses that are no rows.
                    if (depth == 0 && StatementReader.isWord(b)) {
                        return tuples;
                    }
                }
            }
        }
        return tuples;
    }

    private static int afterComment(byte[] bytes, int from) {
        int i = from;
        while (i + 1 < bytes.length && !(bytes[i] == '*' && bytes[i + 1] == '/')) {
            i++;
        }
        return i + 2;
    }
}
