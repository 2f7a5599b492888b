package org.safeward.engine.sqlite.dump;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.safeward.engine.sqlite.content.SchemaObject;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.engine.sqlite.script.Statement;
import org.safeward.engine.sqlite.script.StatementReader;
import org.safeward.engine.sqlite.script.TextLiterals;
import org.safeward.engine.sqlite.script.Tokens;

/** The statements that make the objects of a schema again, with the same text. */
final class SchemaScript {
    static final String UNLOCK = "PRAGMA writable_schema=ON";
    private static final String LOCK = "PRAGMA writable_schema=OFF";

    /** Locks, and makes SQLite read the schema that was written to it. */
    static final String RELOAD = "PRAGMA writable_schema=RESET";

    private SchemaScript() {}

    /** Removes what a database into which the script is loaded may have of that name. */
    static List<String> drop(SchemaObject object) {
        boolean madeBySqlite = SqlNames.folded(object.name()).equals("sqlite_sequence");
        if (madeBySqlite || !object.isTable() && !object.type().equals("view")) {
            return List.of();
        }
        return List.of(
                "DROP " + (object.isTable() ? "TABLE" : "VIEW") + " IF EXISTS " + SqlNames.identifier(object.name()));
    }

    static List<String> create(SchemaObject object) {
        if (object.virtual()) {
            // Made by its module it would make its shadow tables too; those have rows of their own in the script.
            return List.of(
                    UNLOCK,
                    "INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql) VALUES('table',"
                            + TextLiterals.literal(object.name()) + "," + TextLiterals.literal(object.name()) + ",0,"
                            + text(object) + ")",
                    RELOAD);
        }
        if (object.isTable() && object.internal()) {
            return List.of(UNLOCK, ifNotExists(object), LOCK);
        }
        return List.of(object.sql());
    }

    /** Statements as lines of a script, each with its semicolon. */
    static List<String> lines(List<String> statements) {
        return statements.stream().map(SchemaScript::terminated).toList();
    }

    /** A text may end in a comment, which would swallow the semicolon. */
    private static String terminated(String sql) {
        String onOneLine = sql + ";";
        try {
            StatementReader reader = new StatementReader(RawText.bytes(onOneLine));
            return reader.next().filter(Statement::complete).isPresent() ? onOneLine : sql + "\n;";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** sqlite_sequence is there as soon as a table with AUTOINCREMENT is. */
    private static String ifNotExists(SchemaObject object) {
        String create = "CREATE TABLE ";
        return object.sql().startsWith(create)
                ? create + "IF NOT EXISTS " + object.sql().substring(create.length())
                : object.sql();
    }

    /** Sets the text of an object that SQLite would write down otherwise. */
    static List<String> correct(SchemaObject object) {
        return List.of(UNLOCK, setText(object), RELOAD);
    }

    static String setText(SchemaObject object) {
        return "UPDATE sqlite_master SET sql=" + text(object) + " WHERE type=" + TextLiterals.literal(object.type())
                + " AND name=" + TextLiterals.literal(object.name());
    }

    /** Makes an index of another name and table this one. */
    static List<String> adopt(SchemaObject index, String name) {
        return List.of(
                UNLOCK,
                "UPDATE sqlite_master SET name=" + TextLiterals.literal(index.name()) + ",tbl_name="
                        + TextLiterals.literal(index.table()) + ",sql=" + text(index)
                        + " WHERE type='index' AND name=" + TextLiterals.literal(name),
                RELOAD);
    }

    /** The statements for a unique index over rows that are not unique: it is created as an ordinary one first. */
    static List<String> createNotUnique(SchemaObject index) {
        byte[] sql = RawText.bytes(index.sql());
        Tokens tokens = new Tokens(sql);
        while (!tokens.nextKeyword().equals("UNIQUE")) {
            // CREATE stands before it.
        }
        String ordinary = RawText.of(Arrays.copyOf(sql, tokens.start()))
                + RawText.of(Arrays.copyOfRange(sql, tokens.end(), sql.length));
        List<String> statements = new ArrayList<>(List.of(ordinary));
        statements.addAll(correct(index));
        return statements;
    }

    private static String text(SchemaObject object) {
        return TextLiterals.literal(object.sql());
    }

    /** The text in the bytes that SQLite has to hold. */
    static byte[] expected(SchemaObject object) {
        return RawText.bytes(object.sql());
    }
}
