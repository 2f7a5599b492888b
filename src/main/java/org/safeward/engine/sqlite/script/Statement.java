package org.safeward.engine.sqlite.script;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** One statement of a script, as its bytes stand there: from its first token to its semicolon. Used by one thread after the other. */
public final class Statement {
    /** Statements in which an expression may stand for a literal. */
    private static final Set<String> TAKES_EXPRESSIONS =
            Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "SELECT", "WITH");

    private final long number;
    private final byte[] bytes;
    private final boolean complete;
    private String text;

    /**
     * @param number counted from 1
     * @param complete false for what stands after the last semicolon of a script
     */
    Statement(long number, byte[] bytes, boolean complete) {
        this.number = number;
        this.bytes = bytes;
        this.complete = complete;
    }

    public long number() {
        return number;
    }

    public byte[] bytes() {
        return bytes;
    }

    public boolean complete() {
        return complete;
    }

    Tokens tokens() {
        return new Tokens(bytes);
    }

    /**
     * The statement as a Java string, which is kept. Text literals that are not UTF-8 are written as {@code CAST(X'..' AS TEXT)}, so that
     * SQLite gets their bytes all the same; other bytes that are not UTF-8 are those of names ({@link RawText}).
     */
    public String text() {
        if (text == null) {
            text = decoded();
        }
        return text;
    }

    /** Whether a statement that begins with this keyword may have an expression in the place of a literal. */
    static boolean takesExpressions(String keyword) {
        return TAKES_EXPRESSIONS.contains(keyword);
    }

    private String decoded() {
        String plain = new String(bytes, StandardCharsets.UTF_8);
        if (plain.indexOf('\uFFFD') < 0 || TextLiterals.isUtf8(bytes)) {
            return plain;
        }
        byte[] rewritten = takesExpressions(tokens().nextKeyword()) ? TextLiterals.rewritten(bytes) : bytes;
        return RawText.of(rewritten);
    }

    public Fault failed(Object reason) {
        return failed(null, reason);
    }

    public Fault failed(Throwable cause, Object reason) {
        return new Fault(cause, ErrorCode.SCRIPT_FAILED, number, reason);
    }
}
