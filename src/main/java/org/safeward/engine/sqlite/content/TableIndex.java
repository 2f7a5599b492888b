package org.safeward.engine.sqlite.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.SqlNames;

/**
 * An index as SQLite describes it, its own ones for UNIQUE and PRIMARY KEY included.
 *
 * @param partial whether it has entries for some rows only
 */
public record TableIndex(String table, String name, boolean unique, Origin origin, boolean partial, List<Key> keys) {

    public enum Origin {
        CREATE_INDEX,
        UNIQUE,
        PRIMARY_KEY
    }

    /** @param column empty for an expression */
    public record Key(Optional<String> column, String collation, boolean descending) {
        public String order() {
            return " COLLATE " + SqlNames.identifier(collation) + (descending ? " DESC" : "");
        }
    }

    /** Of all tables, by the table's name. */
    public static Map<String, List<TableIndex>> all(Session session) {
        Map<String, TableIndex> indexes = new LinkedHashMap<>();
        session.rows(
                "SELECT t.name, i.name, i.\"unique\", i.origin, i.partial, k.name, k.coll, k.\"desc\""
                        + " FROM pragma_table_list AS t, pragma_index_list(t.name, 'main') AS i,"
                        + " pragma_index_xinfo(i.name, 'main') AS k"
                        + " WHERE t.schema = 'main' AND t.type IN ('table', 'shadow') AND k.key = 1"
                        + " ORDER BY t.name, i.seq, k.seqno",
                row -> {
                    String table = session.name(row, 1);
                    String name = session.name(row, 2);
                    boolean unique = row.getBoolean(3);
                    Origin origin = switch (row.getString(4)) {
                        case "pk" -> Origin.PRIMARY_KEY;
                        case "u" -> Origin.UNIQUE;
                        default -> Origin.CREATE_INDEX;
                    };
                    boolean partial = row.getBoolean(5);
                    Key key =
                            new Key(Optional.ofNullable(session.name(row, 6)), session.name(row, 7), row.getBoolean(8));
                    return indexes.computeIfAbsent(
                                    name, n -> new TableIndex(table, n, unique, origin, partial, new ArrayList<>()))
                            .keys()
                            .add(key);
                });
        return indexes.values().stream().collect(Collectors.groupingBy(TableIndex::table));
    }

    /** Whether a declaration in CREATE TABLE made it. */
    public boolean isDeclared() {
        return origin != Origin.CREATE_INDEX;
    }

    /** Whether its entries hold anything that is not stored in the rows, or leave rows out. */
    public boolean isComputed(TableShape shape) {
        return partial || keys.stream().anyMatch(key -> key.column().isEmpty()) || hasVirtualColumn(shape);
    }

    public boolean hasVirtualColumn(TableShape shape) {
        List<String> virtual =
                shape.ofKind(Column.Kind.VIRTUAL).stream().map(Column::name).toList();
        return keys.stream().map(Key::column).anyMatch(column -> column.isPresent() && virtual.contains(column.get()));
    }
}
