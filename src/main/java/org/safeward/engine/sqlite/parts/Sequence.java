package org.safeward.engine.sqlite.parts;

import java.util.List;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.SchemaObject;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.TextLiterals;
import org.safeward.engine.sqlite.script.Tokens;

/** The highest row id that a table with AUTOINCREMENT ever had: it goes on behind the greater one of the backup's and the live one. */
final class Sequence {
    private Sequence() {}

    /** To be called when the rows are there: SQLite has raised it for those. */
    static void raise(Part part, Session session) {
        if (!exists("main", session) || !exists(Part.STAGED, session)) {
            return;
        }
        String staged = "(SELECT max(CAST(seq AS INTEGER)) FROM " + Part.STAGED + ".sqlite_sequence WHERE name="
                + TextLiterals.literal(part.backedUp().name()) + ")";
        if (!isSequenced(part.target(), session) || session.text("SELECT " + staged) == null) {
            return;
        }
        String live = TextLiterals.literal(part.target());
        session.execute("UPDATE main.sqlite_sequence SET seq=" + staged + " WHERE name=" + live
                + " AND CAST(seq AS INTEGER)<" + staged);
        session.execute("INSERT INTO main.sqlite_sequence(name, seq) SELECT " + live + "," + staged
                + " WHERE NOT EXISTS (SELECT 1 FROM main.sqlite_sequence WHERE name=" + live + ")");
    }

    private static boolean exists(String schema, Session session) {
        return session.number("SELECT count(*) FROM " + schema + ".sqlite_schema WHERE name='sqlite_sequence'") > 0;
    }

    private static boolean isSequenced(String table, Session session) {
        List<String> sql = session.rows(
                "SELECT sql FROM main.sqlite_schema WHERE type='table' AND name=" + TextLiterals.literal(table),
                row -> session.name(row, 1));
        return sql.stream().anyMatch(Sequence::isSequenced);
    }

    static boolean isSequenced(SchemaObject table) {
        return table.hasRows() && isSequenced(table.sql());
    }

    /** The word is a keyword that no name can be without quotes. */
    private static boolean isSequenced(String sql) {
        Tokens tokens = new Tokens(RawText.bytes(sql));
        while (tokens.next() != Tokens.Kind.END) {
            if (tokens.keyword().equals("AUTOINCREMENT")) {
                return true;
            }
        }
        return false;
    }
}
