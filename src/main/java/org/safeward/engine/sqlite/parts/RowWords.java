package org.safeward.engine.sqlite.parts;

import java.util.List;
import java.util.stream.Collectors;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.script.RawText;

/** Names a row for people: by its primary key, else by its row id. */
final class RowWords {
    private static final int LONGEST_VALUE = 60;

    private RowWords() {}

    /** @param before how many rows come before it, as they are stored */
    static String of(Part part, long before, Session session) {
        List<Column> key = part.backedUp().key().stream()
                .map(TableDeclaration.Declared::column)
                .toList();
        String from = " FROM " + part.stagedTable() + " AS s NOT INDEXED LIMIT 1 OFFSET " + before;
        if (!key.isEmpty()) {
            return key.stream()
                    .map(column ->
                            RawText.shown(column.name()) + "=" + value("s." + column.identifier(), from, session))
                    .collect(Collectors.joining(", "));
        }
        return part.backedUp()
                .shape()
                .orElseThrow()
                .rowid()
                .map(rowid -> rowid + "=" + value("s." + rowid, from, session))
                .orElse("row number " + (before + 1));
    }

    private static String value(String expression, String from, Session session) {
        return session.rows("SELECT " + value(expression) + from, row -> session.name(row, 1)).stream()
                .map(RawText::shown)
                .findFirst()
                .orElse("?");
    }

    /** A value as SQL that gives it as a short text. */
    static String value(String expression) {
        return "substr(quote(" + expression + "),1," + LONGEST_VALUE + ")";
    }
}
