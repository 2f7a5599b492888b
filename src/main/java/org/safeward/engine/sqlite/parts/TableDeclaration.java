package org.safeward.engine.sqlite.parts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.RawText;
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

    /**
     * What stands against storing this table's rows in that one, in words; empty when nothing does. The order of the columns is no
     * difference, nor is what a constraint says, since that is asked of each row.
     */
    List<String> differences(TableDeclaration live) {
        List<String> words = new ArrayList<>();
        Map<String, Declared> here = byName();
        Map<String, Declared> there = live.byName();
        TreeSet<String> names = new TreeSet<>(here.keySet());
        names.addAll(there.keySet());
        for (String name : names) {
            if (!there.containsKey(name)) {
                words.add("no column " + shown(here.get(name)));
            } else if (!here.containsKey(name)) {
                words.add("column " + shown(there.get(name)) + " is new");
            } else {
                difference(here.get(name), there.get(name), live).ifPresent(words::add);
            }
        }
        differ(words, "STRICT", strict, live.strict);
        differ(words, "WITHOUT ROWID", withoutRowid(), live.withoutRowid());
        if (!keyNames().equals(live.keyNames())) {
            words.add("another primary key");
        } else if (!alias().equals(live.alias())) {
            words.add("its primary key is the row id in one of them only");
        }
        return words;
    }

    private Optional<String> difference(Declared here, Declared there, TableDeclaration live) {
        String name = "column " + shown(there) + " ";
        if (here.column().kind() != there.column().kind()) {
            return Optional.of(name + "is generated in another way");
        }
        boolean sameType = strict && live.strict
                ? here.column().strictType().equals(there.column().strictType())
                : here.column().affinity() == there.column().affinity();
        return sameType ? Optional.empty() : Optional.of(name + "is " + typeOf(there) + " instead of " + typeOf(here));
    }

    private static String typeOf(Declared column) {
        return column.type().isEmpty() ? "without type" : RawText.shown(column.type());
    }

    private static void differ(List<String> words, String what, boolean here, boolean there) {
        if (here != there) {
            words.add((there ? "" : "not ") + what);
        }
    }

    private static String shown(Declared column) {
        return RawText.shown(column.column().name());
    }

    private Map<String, Declared> byName() {
        Map<String, Declared> byName = new HashMap<>();
        columns.forEach(column -> byName.put(SqlNames.folded(column.column().name()), column));
        return byName;
    }

    boolean withoutRowid() {
        return shape.orElseThrow().withoutRowid();
    }

    private List<String> keyNames() {
        return key().stream()
                .map(column -> SqlNames.folded(column.column().name()))
                .toList();
    }

    private Optional<String> alias() {
        return shape.orElseThrow().alias().map(column -> SqlNames.folded(column.name()));
    }
}
