package org.safeward.engine.sqlite;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Creates a schema in an empty database in memory before it is written, to see what becomes of it: an object that cannot be
 * created here again (it needs a function or collation that only the application has) is a fault now, not when the backup
 * is needed; one whose text comes out otherwise gets a statement that corrects it.
 */
final class SchemaRehearsal implements AutoCloseable {
    private final Session stage = Session.memory();
    private final String encoding;

    SchemaRehearsal(Schema schema) {
        this.encoding = schema.encoding();
        stage.execute("PRAGMA encoding='" + encoding + "'");
        stage.execute("PRAGMA ignore_check_constraints=ON");
    }

    /**
     * The statements that create the object, each with its semicolon. To be called in the order in which they will run.
     *
     * @throws Fault SCHEMA_NOT_RESTORABLE
     */
    List<String> statements(SchemaObject object) {
        List<String> statements = new ArrayList<>(terminated(SchemaScript.create(object)));
        run(statements, object);
        boolean shellDropsLineEnds = !object.virtual() && object.sql().contains("\r\n");
        if (shellDropsLineEnds || !textIsKept(object)) {
            List<String> correction = terminated(SchemaScript.correct(object));
            run(correction, object);
            statements.addAll(correction);
        }
        return statements;
    }

    private void run(List<String> statements, SchemaObject object) {
        try {
            for (String statement : statements) {
                stage.tryExecute(statement);
            }
        } catch (SQLException e) {
            throw new Fault(e, ErrorCode.SCHEMA_NOT_RESTORABLE, object.name(), SqliteFaults.reason(e));
        }
    }

    private boolean textIsKept(SchemaObject object) {
        String column = encoding.equals("UTF-8") ? "CAST(sql AS BLOB)" : "sql";
        List<byte[]> kept = stage.rows(
                "SELECT " + column + " FROM sqlite_schema WHERE type = ? AND name = ?",
                row -> encoding.equals("UTF-8")
                        ? row.getBytes(1)
                        : row.getString(1).getBytes(StandardCharsets.UTF_8),
                object.type(),
                object.name());
        return kept.size() == 1 && Arrays.equals(kept.get(0), SchemaScript.expected(object));
    }

    private static List<String> terminated(List<String> statements) {
        return statements.stream().map(SchemaRehearsal::terminated).toList();
    }

    /** A text may end in a comment, which would swallow the semicolon. */
    private static String terminated(String sql) {
        String onOneLine = sql + ";";
        try {
            StatementReader reader =
                    new StatementReader(new ByteArrayInputStream(onOneLine.getBytes(StandardCharsets.UTF_8)));
            return reader.next().filter(Statement::complete).isPresent() ? onOneLine : sql + "\n;";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stage.close();
    }
}
