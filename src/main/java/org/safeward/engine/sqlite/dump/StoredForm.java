package org.safeward.engine.sqlite.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.content.SchemaObject;
import org.safeward.engine.sqlite.content.TableIndex;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.engine.sqlite.script.TextLiterals;

/**
 * Lets a table take rows as they are stored, whatever its declaration makes of them: its text in {@code sqlite_schema} is replaced by
 * one that has the same columns in the same places without types, constraints and expressions, and comes back behind the rows.
 * SQLite's own indexes of UNIQUE and PRIMARY KEY are ordinary ones meanwhile, filled as the rows come.
 */
final class StoredForm {
    private static final String MEANWHILE = "safeward ";

    private final SchemaObject table;
    private final TableShape shape;
    private final Optional<TableIndex> key;
    private final List<TableIndex> indexes;

    private StoredForm(SchemaObject table, TableShape shape, Optional<TableIndex> key, List<TableIndex> indexes) {
        this.table = table;
        this.shape = shape;
        this.key = key;
        this.indexes = indexes;
    }

    /** Empty for a table with UNIQUE over a virtual column, which has no place in its rows. */
    static Optional<StoredForm> of(SchemaObject table, TableShape shape, List<TableIndex> all) {
        List<TableIndex> declared = all.stream().filter(TableIndex::isDeclared).toList();
        if (declared.stream().anyMatch(index -> index.hasVirtualColumn(shape))) {
            return Optional.empty();
        }
        Optional<TableIndex> key = declared.stream()
                .filter(index -> shape.withoutRowid() && index.origin() == TableIndex.Origin.PRIMARY_KEY)
                .findFirst();
        List<TableIndex> indexes = declared.stream()
                .filter(index -> key.filter(index::equals).isEmpty())
                .toList();
        return Optional.of(new StoredForm(table, shape, key, indexes));
    }

    /** Whether a row has NULL in the key of a table WITHOUT ROWID: then nothing makes the table take it. */
    boolean lacksKeys(Session session) {
        return key.isPresent()
                && session.number("SELECT EXISTS(SELECT 1 FROM main." + SqlNames.identifier(table.name())
                                + " NOT INDEXED WHERE "
                                + key.get().keys().stream()
                                        // Not IS NULL: SQLite knows that a key is never NULL.
                                        .map(part -> "typeof("
                                                + SqlNames.identifier(
                                                        part.column().orElseThrow()) + ")='null'")
                                        .collect(Collectors.joining(" OR "))
                                + ")")
                        == 1;
    }

    /** What makes the empty or half-filled table take rows as they are, in the shape {@link TableShape#undeclared}. */
    List<String> take() {
        List<String> statements = new ArrayList<>();
        statements.add(SchemaScript.UNLOCK);
        statements.add(rename("table", table.name(), table.name(), TextLiterals.literal(plainTable())));
        for (TableIndex index : indexes) {
            String name = MEANWHILE + index.name();
            String create = "CREATE INDEX " + SqlNames.identifier(name) + " ON " + SqlNames.identifier(table.name())
                    + columns(index);
            statements.add(rename("index", index.name(), name, TextLiterals.literal(create)));
        }
        statements.add(SchemaScript.RELOAD);
        return statements;
    }

    /** What gives the table its declaration back. */
    List<String> giveBack() {
        List<String> statements = new ArrayList<>();
        statements.add(SchemaScript.UNLOCK);
        for (TableIndex index : indexes) {
            statements.add(rename("index", MEANWHILE + index.name(), index.name(), "NULL"));
        }
        statements.add(SchemaScript.setText(table));
        statements.add(SchemaScript.RELOAD);
        return statements;
    }

    private String plainTable() {
        String columns = shape.undeclared().columns().stream()
                .map(column -> column.identifier() + (isAlias(column) ? " INTEGER PRIMARY KEY" : ""))
                .collect(Collectors.joining(","));
        return "CREATE TABLE " + SqlNames.identifier(table.name()) + "(" + columns
                + key.map(index -> ",PRIMARY KEY" + columns(index)).orElse("") + ")"
                + (shape.withoutRowid() ? " WITHOUT ROWID" : "");
    }

    private boolean isAlias(Column column) {
        return shape.alias().filter(alias -> alias.name().equals(column.name())).isPresent();
    }

    private static String columns(TableIndex index) {
        return index.keys().stream()
                .map(key -> SqlNames.identifier(key.column().orElseThrow()) + key.order())
                .collect(Collectors.joining(",", "(", ")"));
    }

    private static String rename(String type, String name, String newName, String sql) {
        return "UPDATE sqlite_master SET name=" + TextLiterals.literal(newName) + ",sql=" + sql + " WHERE type='" + type
                + "' AND name=" + TextLiterals.literal(name);
    }
}
