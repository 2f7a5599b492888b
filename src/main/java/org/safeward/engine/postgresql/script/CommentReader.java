package org.safeward.engine.postgresql.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads over comments. Those between statements may say something: pg_dump's do. */
final class CommentReader {
    /** No comment that means something is longer. */
    private static final int MOST_BYTES = 1 << 12;

    private final ScriptBytes bytes;
    private final Consumer<String> told;

    /** @param told gets every {@code --} comment between statements */
    CommentReader(ScriptBytes bytes, Consumer<String> told) {
        this.bytes = bytes;
        this.told = told;
    }

    /**
     * From its second hyphen to the end of the line.
     *
     * @return whether it stood within a statement, where its end is the end of a line
     */
    boolean line(boolean between) throws IOException {
        var comment = new ByteArrayOutputStream();
        int c = '-';
        do {
            comment.write(c);
            c = bytes.read();
        } while (c >= 0 && c != '\n' && comment.size() < MOST_BYTES);
        while (c >= 0 && c != '\n') {
            c = bytes.read();
        }
        if (between) {
            told.accept(comment.toString(StandardCharsets.UTF_8));
        }
        return !between;
    }

    /** From its asterisk to its end; they nest. */
    void block(long startLine) throws IOException {
        int depth = 0;
        int previous = '/';
        do {
            int c = bytes.inside("comment", startLine);
            if (previous == '/' && c == '*') {
                depth++;
                c = 0;
            } else if (previous == '*' && c == '/') {
                depth--;
                c = 0;
            }
            previous = c;
        } while (depth > 0);
    }
}
