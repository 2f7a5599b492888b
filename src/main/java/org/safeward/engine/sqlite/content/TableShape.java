package org.safeward.engine.sqlite.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.safeward.engine.sqlite.connection.Session;

/**
 * What has to be written of a table's rows.
 *
 * @param all its columns, generated ones included
 * @param rowid the name under which the row ids can be read and written; empty when a column is the row id already, when
 *     there are none, and when columns take all three of its names, so that nobody can refer to it
 * @param alias the column that is the row id under another name
 */
public record TableShape(
        String name, List<Column> all, boolean withoutRowid, Optional<String> rowid, Optional<Column> alias) {

    private static final String TABLES = " FROM pragma_table_list AS t";
    private static final String OF_MAIN = " WHERE t.schema = 'main' AND t.type IN ('table', 'shadow')";

    private record Listed(Column column, boolean key) {}

    /** Of all tables that can be asked, by name. Two questions for all of them: one for each would take longer than small tables do. */
    public static Map<String, TableShape> all(Session session) {
        Map<String, List<Listed>> columns = new HashMap<>();
        session.rows(
                "SELECT t.name, c.name, c.type, t.strict, c.\"notnull\", c.hidden, c.pk" + TABLES
                        + ", pragma_table_xinfo(t.name, 'main') AS c" + OF_MAIN + " ORDER BY t.name, c.cid",
                row -> columns.computeIfAbsent(session.name(row, 1), name -> new ArrayList<>())
                        .add(new Listed(
                                Column.of(
                                        session.name(row, 2),
                                        row.getString(3),
                                        row.getBoolean(4),
                                        row.getBoolean(5),
                                        row.getInt(6)),
                                row.getInt(7) > 0)));
        Map<String, TableShape> shapes = new HashMap<>();
        session.rows(
                "SELECT t.name, t.wr, (SELECT count(*) FROM pragma_index_list(t.name, 'main') WHERE origin = 'pk')"
                        + TABLES + OF_MAIN,
                row -> shapes.put(
                        session.name(row, 1),
                        of(
                                session.name(row, 1),
                                columns.get(session.name(row, 1)),
                                row.getBoolean(2),
                                row.getInt(3) > 0)));
        return shapes;
    }

    private static TableShape of(String table, List<Listed> listed, boolean withoutRowid, boolean keyHasIndex) {
        List<Column> columns = listed.stream().map(Listed::column).toList();
        // A primary key without an index of its own is the row id itself, under another name.
        Optional<Column> alias = withoutRowid || keyHasIndex
                ? Optional.empty()
                : listed.stream().filter(Listed::key).map(Listed::column).findFirst();
        boolean unnamedRowid = !withoutRowid && alias.isEmpty();
        return new TableShape(
                table, columns, withoutRowid, unnamedRowid ? freeRowidName(columns) : Optional.empty(), alias);
    }

    /** SQLite knows the row id by three names; a column with such a name hides it. */
    private static Optional<String> freeRowidName(List<Column> columns) {
        return Stream.of("rowid", "_rowid_", "oid")
                .filter(name ->
                        columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(name)))
                .findFirst();
    }

    /** Those that can be inserted. */
    public List<Column> columns() {
        return ofKind(Column.Kind.ORDINARY);
    }

    public List<Column> ofKind(Column.Kind kind) {
        return all.stream().filter(column -> column.kind() == kind).toList();
    }

    /** The same rows in a table that takes every value as it is, generated and stored ones too. */
    public TableShape undeclared() {
        List<Column> stored = all.stream()
                .filter(column -> column.kind() != Column.Kind.VIRTUAL)
                .map(Column::undeclared)
                .toList();
        return new TableShape(name, stored, withoutRowid, rowid, alias);
    }

    /** The same rows in the same table, written without asking whether it takes them as they are. */
    public TableShape unquestioned() {
        List<Column> columns = all.stream()
                .filter(column -> column.kind() == Column.Kind.ORDINARY)
                .map(Column::undeclared)
                .toList();
        return new TableShape(name, columns, withoutRowid, rowid, alias);
    }

    /** Names and values of an INSERT; SQLite as the shell has it takes no more than 2,000 of them. */
    public boolean isTooWideForRowid() {
        return rowid.isPresent() && columns().size() >= 2000;
    }
}
