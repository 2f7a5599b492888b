package org.safeward.engine.sqlite.parts;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.connection.SqliteFaults;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;
import org.sqlite.SQLiteErrorCode;

/**
 * A table beside the live ones with the rows of a backed up one: its columns with their types, NOT NULL and constant defaults, its
 * primary key, STRICT and WITHOUT ROWID, by SQLite's catalog and not by its text, which anybody may have written. Generated columns are
 * ordinary ones with the values that they have.
 */
final class TableCopy {
    private static final Pattern CONSTANT = Pattern.compile(
            "[+-]?\\d+(\\.\\d*)?(e[+-]?\\d+)?|x?'([^']|'')*'|null|true|false|current_(time|date|timestamp)",
            Pattern.CASE_INSENSITIVE);

    private final Part part;
    private final TableDeclaration table;
    private final Session session;

    TableCopy(Part part, Session session) {
        this.part = part;
        this.table = part.backedUp();
        this.session = session;
    }

    void make() {
        try {
            session.tryExecute(create());
        } catch (SQLException e) {
            throw SqliteFaults.code(e) == SQLiteErrorCode.SQLITE_ERROR
                    ? PartsImpossible.since(e, ReasonCode.WHY_CANNOT_STORE, part.shown(), SqliteFaults.reason(e))
                    : session.fault(e);
        }
        requireAsWanted();
        new RowTransfer(part, session)
                .fill(table.columns().stream()
                        .map(TableDeclaration.Declared::column)
                        .toList());
    }

    private void requireAsWanted() {
        TableShape made = TableShape.all(session).get(part.target());
        // A virtual table takes a table of such a name for its own.
        if (!TableDeclaration.all(session)
                .get(SqlNames.folded(part.target()))
                .type()
                .equals("table")) {
            throw new Fault(ErrorCode.PARTS_INVALID, part.shown() + " would belong to a virtual table");
        }
        TableShape wanted = table.shape().orElseThrow();
        boolean same = made != null
                && made.withoutRowid() == wanted.withoutRowid()
                && made.alias().map(Column::name).equals(wanted.alias().map(Column::name));
        if (!same) {
            throw PartsImpossible.of(ReasonCode.WHY_OTHER_PRIMARY_KEY, part.shown());
        }
    }

    private String create() {
        String columns = Stream.concat(table.columns().stream().map(this::column), key().stream())
                .collect(Collectors.joining(","));
        String options = Stream.of(table.strict() ? "STRICT" : "", table.withoutRowid() ? "WITHOUT ROWID" : "")
                .filter(option -> !option.isEmpty())
                .collect(Collectors.joining(","));
        return "CREATE TABLE " + part.targetTable() + "(" + columns + ")" + options;
    }

    private String column(TableDeclaration.Declared column) {
        StringBuilder sql = new StringBuilder(column.column().identifier());
        if (!column.type().isEmpty()) {
            // In quotes, which SQLite takes off: a type may be any words.
            sql.append(' ').append(SqlNames.identifier(column.type()));
        }
        if (isKeyOfItsOwn(column)) {
            sql.append(" PRIMARY KEY").append(isAlias(column) ? "" : " DESC");
        }
        if (column.column().notNull()) {
            sql.append(" NOT NULL");
        }
        column.defaultValue()
                .filter(value -> CONSTANT.matcher(value).matches() && !RawText.isRaw(value))
                .ifPresent(value -> sql.append(" DEFAULT ").append(value));
        return sql.toString();
    }

    /**
     * {@code INTEGER PRIMARY KEY DESC} at a column is the one form in which such a key is not the row id
     * (https://sqlite.org/lang_createtable.html#rowid).
     */
    private boolean isKeyOfItsOwn(TableDeclaration.Declared column) {
        return column.key() == 1
                && table.key().size() == 1
                && !table.withoutRowid()
                && column.type().equalsIgnoreCase("INTEGER");
    }

    private boolean isAlias(TableDeclaration.Declared column) {
        return table.shape()
                .orElseThrow()
                .alias()
                .filter(alias -> alias.name().equals(column.column().name()))
                .isPresent();
    }

    /** Of the index that holds it in order, which is of no use to a copy, only the columns are kept. */
    private Optional<String> key() {
        List<TableDeclaration.Declared> key = table.key();
        if (key.isEmpty() || key.stream().anyMatch(this::isKeyOfItsOwn)) {
            return Optional.empty();
        }
        return Optional.of(key.stream()
                .map(column -> column.column().identifier())
                .collect(Collectors.joining(",", "PRIMARY KEY(", ")")));
    }
}
