package org.safeward.engine.postgresql.connection;

import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.TableName;

/** In which encoding a session's text goes and comes. */
public final class SessionEncoding {
    private static final String BYTES = "LATIN1";

    private final Session session;
    private ContentEncoding content = ContentEncoding.UTF8;

    SessionEncoding(Session session) {
        this.session = session;
    }

    /** In a database without encoding text is bytes, and goes through as such; a connection that is borrowed stays as it is. */
    void reset(boolean borrowed) {
        content = ContentEncoding.UTF8;
        if (!borrowed && ContentEncoding.isWithoutEncoding(ofServer())) {
            client(BYTES);
        }
    }

    /** Of the database, as PostgreSQL names it. */
    public String ofServer() {
        return parameter("server_encoding");
    }

    /** What is text for the server comes and goes in this encoding; names of tables, too. A connection that is borrowed keeps UTF-8. */
    public void client(String name) {
        if (!name.equals(parameter("client_encoding"))) {
            session.execute("SET client_encoding TO " + TableName.literal(name));
        }
    }

    /** Statements and rows of a script come in this encoding from now on. */
    public void content(ContentEncoding encoding) {
        content = encoding;
        client(encoding.ofSession());
    }

    public ContentEncoding content() {
        return content;
    }

    /**
     * The text of a COPY, which the driver sends as UTF-8 whatever the client_encoding. Where that is LATIN1, so that the server passes bytes
     * through, the bytes have to be the same.
     */
    public String textOfCopy(String sql) {
        return parameter("client_encoding").equals(BYTES) && ContentEncoding.isWithoutEncoding(ofServer())
                ? ContentEncoding.textOfBytes(sql)
                : sql;
    }

    /** What the server has told by itself. */
    private String parameter(String name) {
        try {
            var connection = session.connection();
            return connection.isWrapperFor(PGConnection.class)
                    ? connection.unwrap(PGConnection.class).getParameterStatus(name)
                    : session.string("SHOW " + name);
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }
}
