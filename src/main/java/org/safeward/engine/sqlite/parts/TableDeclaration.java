package org.safeward.engine.sqlite.parts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.SqlNames;

/**
 * A table as SQLite's catalog describes it; of its text nothing is read.
 *
 * @param type as pragma_table_list has it: {@code table}, {@code shadow} (of a virtual table), {@code virtual} or {@code view}
 * @param shape empty for a view or a virtual table
 */
record TableDeclaration(String name, String type, boolean strict, List<Declared> columns, Optional<TableShape> shape) {

    /**
     * @param type as declared, may be empty
     * @param defaultValue as SQL, where it has one
     * @param key its place in the primary key, from 1; 0 when it is no part of it
     */
    record Declared(Column column, String type, Optional<String> defaultValue, int key) {}

    /** Of a whole database, by their names as SQLite compares them. */
    static Map<String, TableDeclaration> all(Session session) {
        Map<String, List<Declared>> columns = new HashMap<>();
        session.rows(
                "SELECT t.name, c.name, c.type, t.strict, c.\"notnull\", c.hidden, c.dflt_value, c.pk"
                        + " FROM pragma_table_list AS t, pragma_table_xinfo(t.name, 'main') AS c"
                        + " WHERE t.schema = 'main' AND t.type IN ('table', 'shadow') ORDER BY t.name, c.cid",
                row -> {
                    String type = row.getString(3) == null ? "" : row.getString(3);
                    Column column =
                            Column.of(session.name(row, 2), type, row.getBoolean(4), row.getBoolean(5), row.getInt(6));
                    return columns.computeIfAbsent(session.name(row, 1), name -> new ArrayList<>())
                            .add(new Declared(column, type, Optional.ofNullable(session.name(row, 7)), row.getInt(8)));
                });
        Map<String, TableShape> shapes = TableShape.all(session);
        Map<String, TableDeclaration> all = new LinkedHashMap<>();
        session.rows("SELECT name, type, strict FROM pragma_table_list WHERE schema = 'main' ORDER BY name", row -> {
            String name = session.name(row, 1);
            return all.put(
                    SqlNames.folded(name),
                    new TableDeclaration(
                            name,
                            row.getString(2),
                            row.getBoolean(3),
                            columns.getOrDefault(name, List.of()),
                            Optional.ofNullable(shapes.get(name))));
        });
        return all;
    }

    boolean isOrdinary() {
        return type.equals("table") && shape.isPresent();
    }

    String identifier() {
        return SqlNames.identifier(name);
    }

    /** The columns of the primary key, in its order. */
    List<Declared> key() {
        return columns.stream()
                .filter(column -> column.key() > 0)
                .sorted(Comparator.comparingInt(Declared::key))
                .toList();
    }

    /** As SQLite compares their names. */
    Map<String, Declared> byName() {
        Map<String, Declared> byName = new HashMap<>();
        columns.forEach(column -> byName.put(SqlNames.folded(column.column().name()), column));
        return byName;
    }

    boolean withoutRowid() {
        return shape.orElseThrow().withoutRowid();
    }

    List<String> keyNames() {
        return key().stream()
                .map(column -> SqlNames.folded(column.column().name()))
                .toList();
    }

    /** The column that is the row id. */
    Optional<String> alias() {
        return shape.orElseThrow().alias().map(column -> SqlNames.folded(column.name()));
    }
}
