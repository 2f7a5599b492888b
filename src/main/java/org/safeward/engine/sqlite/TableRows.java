package org.safeward.engine.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the rows of one table as INSERT statements of many rows each, and counts them. */
final class TableRows {
    /** Enough rows to make parsing cheap, few enough bytes to keep a statement small. */
    private static final int ROWS_PER_STATEMENT = 200;

    private static final int BYTES_PER_STATEMENT = 1 << 18;

    private static final byte[] BETWEEN_ROWS = ",\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AFTER_ROWS = ";\n".getBytes(StandardCharsets.UTF_8);

    private final Session session;
    private final RowDecoder decoder;
    private final Script script;
    private final TableShape table;
    private final byte[] insert;
    private int rowsInStatement;
    private int bytesInStatement;

    TableRows(TableShape table, Session session, RowDecoder decoder, Script script) {
        this.table = table;
        this.session = session;
        this.decoder = decoder;
        this.script = script;
        this.insert = insertInto(table).getBytes(StandardCharsets.UTF_8);
    }

    private static String insertInto(TableShape table) {
        List<String> names = new ArrayList<>();
        table.rowid().ifPresent(names::add);
        table.columns().forEach(column -> names.add(SqlNames.identifier(column.name())));
        return "INSERT INTO " + SqlNames.identifier(table.name())
                + names.stream().collect(Collectors.joining(",", " (", ") VALUES\n"));
    }

    /** @return how many rows were written */
    long write() throws IOException {
        String from = " FROM main." + SqlNames.identifier(table.name()) + " NOT INDEXED";
        long rows = 0;
        try (PreparedStatement statement =
                        session.connection().prepareStatement("SELECT " + RowExpression.ofRow(table) + from);
                ResultSet result = statement.executeQuery();
                OddRows oddRows = new OddRows(session, "SELECT " + RowExpression.ofOddRow(table) + from)) {
            while (result.next()) {
                byte[] row = result.getBytes(1);
                if (row == null) {
                    endStatement();
                    new LargeRow(table, from + " LIMIT 1 OFFSET " + rows, session, script).write(insert);
                } else {
                    Optional<byte[]> ordinary = decoder.ordinary(row);
                    writeRow(ordinary.isPresent() ? ordinary.get() : decoder.hex(oddRows.row(rows)));
                }
                script.rowWritten();
                rows++;
            }
        } catch (SQLException e) {
            throw session.fault(e);
        }
        endStatement();
        return rows;
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
