package org.safeward.engine.sqlite.content;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.safeward.archive.content.RowDigest;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;

/**
 * A database's schema in the order in which it was created, with the settings that its file keeps.
 *
 * @param encoding {@code UTF-8}, {@code UTF-16le} or {@code UTF-16be}
 * @param autoVacuum 0, 1 (full) or 2 (incremental)
 */
public record Schema(
        List<SchemaObject> objects,
        String encoding,
        long pageSize,
        long autoVacuum,
        long userVersion,
        long applicationId,
        String journalMode) {

    public static Schema of(Session session) {
        String encoding = session.text("PRAGMA encoding");
        List<SchemaObject> objects = session.rows(
                "SELECT type, name, rootpage, sql, tbl_name FROM main.sqlite_schema"
                        + " WHERE sql IS NOT NULL ORDER BY rowid",
                row -> object(row, session));
        return new Schema(
                objects,
                encoding,
                session.number("PRAGMA page_size"),
                session.number("PRAGMA auto_vacuum"),
                session.number("PRAGMA user_version"),
                session.number("PRAGMA application_id"),
                session.text("PRAGMA journal_mode"));
    }

    private static SchemaObject object(ResultSet row, Session session) throws SQLException {
        String name = session.name(row, 2);
        String type = row.getString(1);
        boolean virtual = type.equals("table") && row.getLong(3) == 0;
        return new SchemaObject(type, name, session.name(row, 5), virtual, session.name(row, 4));
    }

    /**
     * As a script makes them: tables first, SQLite's own behind the others, since loading those changes them; then what needs the
     * tables or must not see rows come.
     */
    public List<SchemaObject> inOrderOfWriting() {
        List<SchemaObject> ordered = new ArrayList<>();
        objects.stream().filter(o -> o.hasRows() && !o.internal()).forEach(ordered::add);
        objects.stream().filter(o -> o.hasRows() && o.internal()).forEach(ordered::add);
        for (String type : List.of("table", "index", "view", "trigger")) {
            objects.stream().filter(o -> o.type().equals(type) && !o.hasRows()).forEach(ordered::add);
        }
        return ordered;
    }

    /** Of all its objects, whatever their order, and of the settings that a script keeps. */
    public String digest() {
        RowDigest digest = new RowDigest();
        objects.forEach(
                object -> add(digest, String.join("\0", object.type(), object.name(), object.table(), object.sql())));
        add(digest, encoding + " " + userVersion + " " + applicationId);
        return digest.hex();
    }

    /** What a manifest says of it. */
    public Map<String, String> details() {
        return Map.of(
                "encoding", encoding,
                "page_size", String.valueOf(pageSize),
                "auto_vacuum", String.valueOf(autoVacuum),
                "user_version", String.valueOf(userVersion),
                "application_id", String.valueOf(applicationId),
                "journal_mode", journalMode,
                "digest_schema", digest());
    }

    private static void add(RowDigest digest, String text) {
        byte[] bytes = RawText.bytes(text);
        digest.add(bytes, 0, bytes.length);
    }

    /** Tables with rows of their own that belong to the user, shadow tables included: those that a manifest counts. */
    static List<String> countedTables(Session session) {
        return session
                .rows(
                        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage <> 0 ORDER BY rowid",
                        row -> session.name(row, 1))
                .stream()
                .filter(name -> !SqlNames.isInternal(name))
                .toList();
    }
}
