package org.safeward.engine.sqlite.dump;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.Script;

/**
 * A table's rows without what they are made of: how many, and their digest, which tells every value with its storage class and its
 * bytes, and every row id that has a name.
 */
public record TableDigest(long rows, String digest) {

    /**
     * The session's work stops it, and hears nothing of how far it has come.
     *
     * @param shape the columns to read, in the order in which they count
     * @param table qualified by its schema and quoted
     */
    public static TableDigest of(TableShape shape, String table, Session session) {
        String from = " FROM " + table + " NOT INDEXED";
        Script nowhere = new Script(OutputStream.nullOutputStream(), Work.UNWATCHED);
        TableRows rows = new TableRows(shape, from, session, session.text("PRAGMA encoding"), nowhere);
        try {
            rows.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TableDigest(rows.rows(), rows.digest());
    }
}
