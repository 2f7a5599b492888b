package org.safeward.engine.sqlite.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.safeward.archive.content.RowDigest;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.Script;

/**
 * Writes one row that has large values: these go into a temporary table in pieces, and the row is inserted with the pieces
 * joined. So neither dump nor restore holds more than a piece on the heap, and the value may be as large as SQLite's own
 * limit, although its SQL would be longer than a statement may be.
 */
final class LargeRow {
    /** Even, so that no piece of UTF-16 text has an odd length; few enough pieces for one expression. */
    private static final int PIECE = 4 << 20;

    private static final String PIECES = "temp.safeward_pieces";

    private final TableShape table;
    private final RowExpression expression;
    private final String from;
    private final Session session;
    private final Script script;
    private final RowDigest digest;
    private int pieces;

    /**
     * @param from the FROM clause that gives this row alone
     * @param digest is left open with the row: its values as text, large ones as storage class and hexadecimal digits
     */
    LargeRow(
            TableShape table, RowExpression expression, String from, Session session, Script script, RowDigest digest) {
        this.table = table;
        this.expression = expression;
        this.from = from;
        this.session = session;
        this.script = script;
        this.digest = digest;
    }

    void write(byte[] insert) throws IOException {
        script.line("CREATE TEMP TABLE safeward_pieces(n INTEGER PRIMARY KEY, piece BLOB);");
        List<String> values = new ArrayList<>();
        if (!table.isTooWideForRowid()) {
            table.rowid().ifPresent(rowid -> values.add(small(rowid)));
        }
        for (Column column : table.columns()) {
            boolean large = session.number("SELECT " + expression.isLarge(column) + from) == 1;
            values.add(large ? inPieces(column.identifier()) : small(expression.ofValue(column)));
        }
        script.write(insert);
        script.line("(" + String.join(",", values) + ");");
        script.line("DROP TABLE " + PIECES + ";");
    }

    private String small(String expression) {
        String value = session.text("SELECT " + expression + from);
        digest(value + ",");
        return value;
    }

    private void digest(String text) {
        byte[] bytes = RawText.bytes(text);
        digest.open(bytes, 0, bytes.length);
    }

    /** @return the expression that joins them */
    private String inPieces(String column) throws IOException {
        String type = session.text("SELECT upper(typeof(" + column + "))" + from);
        long bytes = session.number("SELECT length(CAST(" + column + " AS BLOB))" + from);
        // Joined in UTF-16, an odd number of bytes loses its last one: then there is one more, which is cut off again.
        boolean padded = bytes % 2 == 1 && type.equals("BLOB");
        digest(type + " ");
        StringJoiner joined = new StringJoiner("||", "CAST(", " AS " + type + ")");
        for (long begin = 1; begin <= bytes; begin += PIECE) {
            session.checkpoint();
            pieces++;
            String hex = session.text(
                    "SELECT hex(substr(CAST(" + column + " AS BLOB), " + begin + ", " + PIECE + "))" + from);
            digest(hex);
            script.write(("INSERT INTO " + PIECES + " VALUES (" + pieces + ",X'").getBytes(StandardCharsets.US_ASCII));
            script.write(hex.getBytes(StandardCharsets.US_ASCII));
            script.line(padded && begin + PIECE > bytes ? "00');" : "');");
            joined.add("(SELECT piece FROM " + PIECES + " WHERE n=" + pieces + ")");
        }
        digest(",");
        return padded ? "substr(" + joined + ",1," + bytes + ")" : joined.toString();
    }
}
