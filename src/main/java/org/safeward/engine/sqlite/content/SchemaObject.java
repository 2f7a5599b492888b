package org.safeward.engine.sqlite.content;

import org.safeward.engine.sqlite.script.SqlNames;

/**
 * One entry of {@code sqlite_schema} that somebody created.
 *
 * @param type {@code table}, {@code index}, {@code view} or {@code trigger}
 * @param table the table or view that an index or trigger belongs to; for the others their own name
 * @param virtual whether it is a virtual table, whose rows are in the hands of a module and its shadow tables
 * @param sql its text
 */
public record SchemaObject(String type, String name, String table, boolean virtual, String sql) {

    public boolean isTable() {
        return type.equals("table");
    }

    /** Whether this table's rows are written row by row: every table but the virtual ones. */
    public boolean hasRows() {
        return isTable() && !virtual;
    }

    /** Whether SQLite keeps it for itself, and lets nobody create it by name. */
    public boolean internal() {
        return SqlNames.isInternal(name);
    }
}
