package org.safeward.engine.postgresql.script;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.safeward.archive.content.RowDigest;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.Setting;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Reads a plain SQL script, as pg_dump writes it for psql, statement by statement. Holds one statement in memory and never the
 * rows of a COPY block, which are handed through in pieces. {@code SET client_encoding} is obeyed here and not passed on:
 * {@link #encoding} tells what follows from it for rows, which come as they are written.
 *
 * <p>Does not close the stream; closed itself so that others may read large statements.
 */
public final class PostgresScriptReader implements AutoCloseable {
    private static final String ANY_ENCODING = "SQL_ASCII";
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final ScriptBytes bytes;
    private final StatementText text;
    private final StatementLexer lexer;
    private Optional<ContentEncoding> encoding = Optional.empty();
    private final String encodingOfServer;
    private long statements;
    private boolean rowsWaiting;
    private boolean begun;

    /** The byte order mark says that this is UTF-8, whatever the script was before somebody converted it. */
    private boolean marked;

    /** @param comments gets every {@code --} comment between statements */
    public PostgresScriptReader(InputStream in, Work work, Consumer<String> comments) {
        this(in, work, comments, ANY_ENCODING);
    }

    /** @param encodingOfServer of the database that it is for: what bytes of no encoding are taken for */
    public PostgresScriptReader(InputStream in, Work work, Consumer<String> comments, String encodingOfServer) {
        this.encodingOfServer = encodingOfServer;
        this.bytes = new ScriptBytes(in, work);
        this.text = new StatementText(work);
        this.lexer = new StatementLexer(bytes, text, comments);
    }

    public PostgresScriptReader(InputStream in) {
        this(in, Work.UNWATCHED, comment -> {});
    }

    /** The next statement, or null at the end. Rows of the last COPY that were not read are passed over. */
    public ScriptStatement next() throws IOException {
        if (!begun) {
            begun = true;
            OtherFormats.refuse(bytes);
            marked = bytes.startsWith(BYTE_ORDER_MARK);
            bytes.skip(marked ? BYTE_ORDER_MARK.length : 0);
        }
        if (rowsWaiting) {
            readRows((rows, offset, length) -> {}, new RowDigest());
        }
        while (true) {
            String sql = lexer.next();
            if (sql == null) {
                return null;
            }
            statements++;
            var written = lexer.encoding().last();
            var read =
                    new ScriptStatement(sql, lexer.startLine(), statements, false, lexer.backslashEscapes(), written);
            boolean obeyed = obeyed(read);
            var statement = new ScriptStatement(
                    sql, read.line(), statements, isCopyFromStdin(read), lexer.backslashEscapes(), written);
            rowsWaiting = statement.copyData();
            if (rowsWaiting) {
                endLineOfCopy();
            }
            if (!obeyed) {
                return statement;
            }
        }
    }

    /**
     * Hands the rows of the COPY that {@link #next} has just returned over, without the {@code \.} that ends them.
     *
     * @param digest each row is added to it as COPY has it, without the newline
     * @return how many lines there were, which in COPY's text format is the number of rows
     */
    public long readRows(CopyBlock.Rows rows, RowDigest digest) throws IOException {
        rowsWaiting = false;
        var block = new CopyBlock(rows, digest);
        while (!block.ended()) {
            if (!bytes.read(block)) {
                throw new Fault(ErrorCode.BACKUP_TRUNCATED, "it ends inside the rows of a COPY, line " + bytes.line());
            }
        }
        return block.lines();
    }

    /** Where the last statement lies in the script. */
    Place place() {
        return bytes.transcodes() ? Place.UNKNOWN : new Place(lexer.startOffset(), bytes.offset());
    }

    /**
     * In bytes.
     *
     * @param end behind its semicolon
     */
    record Place(long start, long end) {
        /** In a script whose encoding was changed on its way. */
        static final Place UNKNOWN = new Place(-1, -1);
    }

    @Override
    public void close() {
        text.close();
    }

    private void endLineOfCopy() throws IOException {
        int c = bytes.read();
        while (c == ' ' || c == '\t' || c == '\r') {
            c = bytes.read();
        }
        if (c >= 0 && c != '\n') {
            throw new Fault(ErrorCode.SCRIPT_FAILED, statements, "text after COPY in line " + bytes.line());
        }
    }

    /** Settings that change how the script is to be read. Only the encoding is ours alone; the others go to the server too. */
    private boolean obeyed(ScriptStatement statement) throws IOException {
        if (!statement.firstWord().equals("set")) {
            return false;
        }
        var setting = Setting.of(statement.sql());
        if (setting.isEmpty()) {
            return false;
        }
        if (setting.get().name().equals("standard_conforming_strings")) {
            lexer.backslashEscapes(setting.get().isOff());
        }
        if (!setting.get().name().equals("client_encoding")) {
            return false;
        }
        useEncoding(setting.get().value());
        return true;
    }

    private void useEncoding(String name) throws IOException {
        var named = ContentEncoding.named(name).in(encodingOfServer);
        if (encoding.isPresent() && !encoding.get().charset().equals(named.charset())) {
            throw new Fault(ErrorCode.SCRIPT_FAILED, statements, "a second client_encoding: " + name);
        }
        if (encoding.isEmpty() && !marked) {
            encoding = Optional.of(named);
            lexer.encoding().next(named);
            if (named.transcoded()) {
                bytes.transcodeFrom(named.charset());
            }
        }
    }

    /** In which the statement that was read last is written, and its rows. */
    public ContentEncoding encoding() {
        return encoding.orElse(ContentEncoding.UTF8);
    }

    private static boolean isCopyFromStdin(ScriptStatement statement) {
        var tokens = statement.tokens();
        if (!tokens.accept("copy")) {
            return false;
        }
        while (tokens.next()) {
            if (tokens.is("from") && tokens.depth() == 0) {
                return tokens.accept("stdin");
            }
        }
        return false;
    }
}
