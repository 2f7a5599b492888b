package org.safeward.engine.sqlite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has to be written of a table's rows.
 *
 * @param columns all that can be inserted: generated columns are left out
 * @param rowid the name under which the row ids can be read and written; empty when a column is the row id already, when
 *     there are none, and when columns take all three of its names, so that nobody can refer to it
 */
record TableShape(String name, List<Column> columns, Optional<String> rowid) {

    private static final String TABLES = " FROM pragma_table_list AS t";
    private static final String OF_MAIN = " WHERE t.schema = 'main' AND t.type IN ('table', 'shadow')";

    record Column(String name, String declaredType) {
        /** Whether SQLite gives it INTEGER affinity (https://sqlite.org/datatype3.html, 3.1): its values are mostly integers. */
        boolean isInteger() {
            return declaredType.toUpperCase(Locale.ROOT).contains("INT");
        }
    }

    private record Listed(String name, String type, int primaryKey, int hidden) {}

    /** Of all tables that can be asked, by name. Two questions for all of them: one for each would take longer than small tables do. */
    static Map<String, TableShape> all(Session session) {
        Map<String, List<Listed>> columns = new HashMap<>();
        session.rows(
                "SELECT t.name, c.name, c.type, c.pk, c.hidden" + TABLES + ", pragma_table_xinfo(t.name, 'main') AS c"
                        + OF_MAIN + " ORDER BY t.name, c.cid",
                row -> columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                        .add(new Listed(row.getString(2), row.getString(3), row.getInt(4), row.getInt(5))));
        Map<String, TableShape> shapes = new HashMap<>();
        session.rows(
                "SELECT t.name, t.wr, (SELECT count(*) FROM pragma_index_list(t.name, 'main') WHERE origin = 'pk')"
                        + TABLES + OF_MAIN,
                row -> shapes.put(
                        row.getString(1),
                        of(row.getString(1), columns.get(row.getString(1)), row.getBoolean(2), row.getInt(3) > 0)));
        return shapes;
    }

    private static TableShape of(String table, List<Listed> listed, boolean withoutRowid, boolean keyHasIndex) {
        List<Column> columns = listed.stream()
                .filter(column -> column.hidden() == 0)
                .map(column -> new Column(column.name(), column.type() == null ? "" : column.type()))
                .toList();
        // A primary key without an index of its own is the row id itself, under another name.
        boolean hasKey = listed.stream().anyMatch(column -> column.primaryKey() > 0);
        boolean unnamedRowid = !withoutRowid && (!hasKey || keyHasIndex);
        return new TableShape(table, columns, unnamedRowid ? freeRowidName(listed) : Optional.empty());
    }

    /** SQLite knows the row id by three names; a column with such a name hides it. */
    private static Optional<String> freeRowidName(List<Listed> listed) {
        return Stream.of("rowid", "_rowid_", "oid")
                .filter(name ->
                        listed.stream().noneMatch(column -> column.name().equalsIgnoreCase(name)))
                .findFirst();
    }
}
