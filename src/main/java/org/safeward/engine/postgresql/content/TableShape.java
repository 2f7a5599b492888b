package org.safeward.engine.postgresql.content;

import java.util.List;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * A table as the JSON fallback keeps it.
 *
 * @param columns that hold values of their own: generated ones do not
 * @param constraints as SQL, for people who have only the file
 */
public record TableShape(TableName name, List<Column> columns, List<String> constraints) {
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
            WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            ORDER BY a.attnum""";

    private static final String CONSTRAINTS = """
            SELECT quote_ident(conname) || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid = to_regclass(?) ORDER BY contype, conname""";

    /** A column and the name of its type. */
    public record Column(String name, String type) {}

    public TableShape {
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
    }

    /** The table as it is in the database; without columns when it is not there. */
    public static TableShape of(Session session, TableName name) {
        return new TableShape(
                name,
                session.list(COLUMNS, row -> new Column(row.getString(1), row.getString(2)), name.sql()),
                session.strings(CONSTRAINTS, name.sql()));
    }

    /** Table and columns as COPY takes them. */
    public String copyTarget() {
        if (columns.isEmpty()) {
            return name.sql();
        }
        return name.sql() + " ("
                + String.join(
                        ", ",
                        columns.stream()
                                .map(column -> TableName.quote(column.name()))
                                .toList()) + ")";
    }
}
