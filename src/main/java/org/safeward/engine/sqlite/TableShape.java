package org.safeward.engine.sqlite;

import java.util.List;
import java.util.Locale;
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

    record Column(String name, String declaredType) {
        /** Whether SQLite gives it INTEGER affinity (https://sqlite.org/datatype3.html, 3.1): its values are mostly integers. */
        boolean isInteger() {
            return declaredType.toUpperCase(Locale.ROOT).contains("INT");
        }
    }

    private record Listed(String name, String type, int primaryKey, int hidden) {}

    static TableShape of(String table, Session session) {
        List<Listed> listed = session.rows(
                "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?, 'main')",
                row -> new Listed(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4)),
                table);
        List<Column> columns = listed.stream()
                .filter(column -> column.hidden() == 0)
                .map(column -> new Column(column.name(), column.type() == null ? "" : column.type()))
                .toList();
        Optional<String> rowid = hasUnnamedRowid(table, listed, session) ? freeRowidName(listed) : Optional.empty();
        return new TableShape(table, columns, rowid);
    }

    /** A primary key without an index of its own is the row id itself, under another name. */
    private static boolean hasUnnamedRowid(String table, List<Listed> listed, Session session) {
        boolean withoutRowid = session.number("SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'", table) == 1;
        if (withoutRowid) {
            return false;
        }
        boolean hasKey = listed.stream().anyMatch(column -> column.primaryKey() > 0);
        return !hasKey
                || session.number("SELECT count(*) FROM pragma_index_list(?, 'main') WHERE origin = 'pk'", table) > 0;
    }

    /** SQLite knows the row id by three names; a column with such a name hides it. */
    private static Optional<String> freeRowidName(List<Listed> listed) {
        return Stream.of("rowid", "_rowid_", "oid")
                .filter(name ->
                        listed.stream().noneMatch(column -> column.name().equalsIgnoreCase(name)))
                .findFirst();
    }
}
