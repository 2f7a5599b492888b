package org.safeward.engine.sqlite.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.safeward.archive.content.RowDigest;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.Script;
import org.safeward.engine.sqlite.script.SqlNames;

/** Writes the rows of one table as INSERT statements of many rows each, and counts them. */
final class TableRows {
    /** Enough rows to make parsing cheap, few enough bytes to keep a statement small. */
    private static final int ROWS_PER_STATEMENT = 200;

    private static final int BYTES_PER_STATEMENT = 1 << 18;

    private static final byte[] BETWEEN_ROWS = ",\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AFTER_ROWS = ";\n".getBytes(StandardCharsets.UTF_8);

    private final Session session;
    private final String encoding;
    private final RowDecoder decoder;
    private final Script script;
    private final String from;
    private final RowDigest digest = new RowDigest();
    private TableShape table;
    private RowExpression expression;
    private byte[] insert;
    private long rows;
    private long lastRowid;
    private int rowsInStatement;
    private int bytesInStatement;

    TableRows(TableShape table, Session session, String encoding, Script script) {
        this(table, " FROM main." + SqlNames.identifier(table.name()) + " NOT INDEXED", session, encoding, script);
    }

    /** @param from the FROM clause that gives the rows, always in the same order */
    TableRows(TableShape table, String from, Session session, String encoding, Script script) {
        this.session = session;
        this.encoding = encoding;
        this.decoder = new RowDecoder(encoding);
        this.script = script;
        this.from = from;
        shape(table);
    }

    /** The shape in which rows are written from now on. */
    final void shape(TableShape shape) {
        table = shape;
        expression = new RowExpression(shape, encoding);
        insert = RawText.bytes(insertInto(shape));
    }

    private static String insertInto(TableShape table) {
        List<String> names = new ArrayList<>();
        if (!table.isTooWideForRowid()) {
            table.rowid().ifPresent(names::add);
        }
        table.columns().forEach(column -> names.add(column.identifier()));
        return "INSERT INTO " + SqlNames.identifier(table.name())
                + names.stream().collect(Collectors.joining(",", " (", ") VALUES\n"));
    }

    /** Whether a row is there that the table's declaration would refuse or change. */
    boolean anyBreaksDeclaration() {
        return session.number("SELECT EXISTS(SELECT 1" + from + " WHERE " + expression.breaksDeclaration() + ")") == 1;
    }

    /** @return how many rows were written so far */
    long rows() {
        return rows;
    }

    /** Of the rows that were written so far, each as the text between its parentheses: a text for each value and storage class. */
    String digest() {
        return digest.hex();
    }

    /**
     * Writes the rows that are left.
     *
     * @return false when the next row is one that the table's declaration would refuse or change
     */
    boolean write() throws IOException {
        boolean whole = write(expression.ofUsualRow(), () -> false) || write(expression.ofRow(), this::writeLarge);
        endStatement();
        return whole;
    }

    /** What is done about a row that the expression has made NULL. */
    @FunctionalInterface
    private interface OtherRow {
        /** @return false when it is not written, nor are those behind it */
        boolean write() throws IOException;
    }

    private boolean write(String row, OtherRow other) throws IOException {
        String select = "SELECT " + row + from + (rows == 0 ? "" : " LIMIT -1 OFFSET " + rows);
        try (PreparedStatement statement = session.prepare(select);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                byte[] bytes = result.getBytes(1);
                if (bytes != null) {
                    bytes = decoder.decoded(bytes);
                    digest.open(bytes, 0, bytes.length);
                    writeRow(bytes);
                } else if (!other.write()) {
                    return false;
                }
                if (table.isTooWideForRowid()) {
                    endStatement();
                    setRowid();
                }
                digest.close();
                script.rowWritten();
                rows++;
            }
        } catch (SQLException e) {
            throw session.fault(e);
        }
        return true;
    }

    private boolean writeLarge() throws IOException {
        endStatement();
        String one = from + " LIMIT 1 OFFSET " + rows;
        if (session.number("SELECT " + expression.breaksDeclaration() + one) == 1) {
            return false;
        }
        new LargeRow(table, expression, one, session, script, digest).write(insert);
        return true;
    }

    /** Rows come in the order of their ids, so the last one has the highest, which SQLite chose one above the one before. */
    private void setRowid() throws IOException {
        String rowid = table.rowid().orElseThrow();
        long wanted = session.number("SELECT " + rowid + from + " LIMIT 1 OFFSET " + rows);
        if (wanted != (rows == 0 ? 1 : lastRowid + 1)) {
            String name = SqlNames.identifier(table.name());
            script.line("UPDATE " + name + " SET " + rowid + "=" + wanted + " WHERE " + rowid + "=(SELECT max(" + rowid
                    + ") FROM " + name + ");");
        }
        lastRowid = wanted;
        byte[] id = RawText.bytes(String.valueOf(wanted));
        digest.open(id, 0, id.length);
    }

    private void writeRow(byte[] row) throws IOException {
        if (rowsInStatement == ROWS_PER_STATEMENT || bytesInStatement + row.length > BYTES_PER_STATEMENT) {
            endStatement();
        }
        script.write(rowsInStatement == 0 ? insert : BETWEEN_ROWS);
        script.write(row);
        rowsInStatement++;
        bytesInStatement += row.length;
    }

    private void endStatement() throws IOException {
        if (rowsInStatement > 0) {
            script.write(AFTER_ROWS);
        }
        rowsInStatement = 0;
        bytesInStatement = 0;
    }
}
