package org.safeward.engine.postgresql.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** One row in COPY's text format (PostgreSQL, "COPY", File Formats) as its values, and back. Null is null. */
final class CopyText {
    private CopyText() {}

    /** @param columns how many there are: the row of none and the row of one empty value look the same */
    static List<String> values(byte[] row, int columns) {
        return values(row, columns, UTF_8);
    }

    static List<String> values(byte[] row, int columns, Charset charset) {
        var values = new ArrayList<String>(columns);
        if (columns == 0) {
            return values;
        }
        int end = row.length > 0 && row[row.length - 1] == '\n' ? row.length - 1 : row.length;
        int start = 0;
        for (int at = 0; at <= end; at++) {
            if (at == end || row[at] == '\t') {
                values.add(value(row, start, at, charset));
                start = at + 1;
            }
        }
        return values;
    }

    static byte[] row(List<String> values) {
        return row(values, UTF_8);
    }

    static byte[] row(List<String> values, Charset charset) {
        var row = new ByteArrayOutputStream();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                row.write('\t');
            }
            write(values.get(i), row, charset);
        }
        row.write('\n');
        return row.toByteArray();
    }

    private static String value(byte[] row, int start, int end, Charset charset) {
        if (end - start == 2 && row[start] == '\\' && row[start + 1] == 'N') {
            return null;
        }
        byte[] plain = new byte[end - start];
        int length = 0;
        for (int at = start; at < end; at++) {
            byte next = row[at];
            if (next == '\\') {
                at++;
                next = unescaped(row[at]);
            }
            plain[length++] = next;
        }
        return decoded(ByteBuffer.wrap(plain, 0, length), charset);
    }

    /** What the server sends as UTF-8 is that; of a database without encoding (SQL_ASCII) any byte is a character of LATIN1. */
    private static String decoded(ByteBuffer bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new Fault(e, ErrorCode.DUMP_FAILED, "a value is no valid UTF-8, which JSON cannot hold");
        }
    }

    /** The server writes no others than these; numeric escapes are only read. */
    private static byte unescaped(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> letter;
        };
    }

    private static void write(String value, ByteArrayOutputStream row, Charset charset) {
        if (value == null) {
            row.writeBytes(new byte[] {'\\', 'N'});
            return;
        }
        for (byte next : value.getBytes(charset)) {
            switch (next) {
                case '\\' -> row.writeBytes(new byte[] {'\\', '\\'});
                case '\n' -> row.writeBytes(new byte[] {'\\', 'n'});
                case '\r' -> row.writeBytes(new byte[] {'\\', 'r'});
                case '\t' -> row.writeBytes(new byte[] {'\\', 't'});
                default -> row.write(next);
            }
        }
    }
}
