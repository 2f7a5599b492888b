package org.safeward.engine.sqlite.script;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Text literals that would not survive: those with bytes that are not UTF-8 or with a NUL, which become
 * {@code CAST(X'..' AS TEXT)}, and those with line ends of two characters, of which the sqlite3 shell drops the first when it
 * reads a script; they become {@code replace('..','\r',char(13))}.
 */
public final class TextLiterals {
    private static final String LINE_END = "\r\n";

    private TextLiterals() {}

    /** The SQL of a UTF-8 database with each such literal written as an expression. */
    public static byte[] rewritten(byte[] sql) {
        return rewritten(sql, StandardCharsets.UTF_8);
    }

    /** @param charset of the database; older SQLite takes U+FFFE and U+FFFF for U+FFFD when that is not UTF-8 */
    public static byte[] rewritten(byte[] sql, Charset charset) {
        Tokens tokens = new Tokens(sql);
        ByteArrayOutputStream out = new ByteArrayOutputStream(sql.length + sql.length / 8);
        int copied = 0;
        while (tokens.next() != Tokens.Kind.END) {
            if (tokens.kind() == Tokens.Kind.STRING) {
                out.write(sql, copied, tokens.start() - copied);
                out.writeBytes(rewrittenLiteral(Arrays.copyOfRange(sql, tokens.start(), tokens.end()), charset));
                copied = tokens.end();
            }
        }
        out.write(sql, copied, sql.length - copied);
        return out.toByteArray();
    }

    private static byte[] rewrittenLiteral(byte[] literal, Charset charset) {
        boolean wholeText = isUtf8(literal) && indexOf(literal, (byte) 0) < 0;
        boolean converted = charset != StandardCharsets.UTF_8;
        boolean odd = converted && wholeText && hasNoncharacter(new String(literal, StandardCharsets.UTF_8));
        if (wholeText && !odd && indexOf(literal, (byte) '\r') < 0) {
            return literal;
        }
        byte[] text = unquoted(literal);
        if (odd) {
            return hex(new String(text, StandardCharsets.UTF_8).getBytes(charset))
                    .getBytes(StandardCharsets.US_ASCII);
        }
        String sql = wholeText ? literal(new String(text, StandardCharsets.UTF_8)) : hex(text);
        return sql.getBytes(StandardCharsets.UTF_8);
    }

    public static boolean hasNoncharacter(String text) {
        return text.indexOf('\uFFFE') >= 0 || text.indexOf('\uFFFF') >= 0;
    }

    private static byte[] unquoted(byte[] literal) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(literal.length);
        for (int i = 1; i < literal.length - 1; i++) {
            text.write(literal[i]);
            if (literal[i] == '\'') {
                i++;
            }
        }
        return text.toByteArray();
    }

    /** A text as SQL. */
    public static String literal(String text) {
        if (RawText.isRaw(text)) {
            return hex(RawText.bytes(text));
        }
        if (!text.contains(LINE_END)) {
            return '\'' + text.replace("'", "''") + '\'';
        }
        String mark = "\\r";
        for (int i = 1; text.contains(mark); i++) {
            mark = "\\r" + i;
        }
        return "replace(" + literal(text.replace("\r", mark)) + ",'" + mark + "',char(13))";
    }

    /** A text as SQL, by its bytes in the encoding of the database. */
    static String hex(byte[] text) {
        return "CAST(X'" + HexFormat.of().withUpperCase().formatHex(text) + "' AS TEXT)";
    }

    static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
