package org.safeward.engine.postgresql.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.safeward.engine.Census;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.sql.ScriptStatement;

/** Reads a script from end to end without running it, and says what it holds. */
public final class ScriptCensus {
    private final ScriptHeader header = new ScriptHeader();
    private final ScriptTally tally = new ScriptTally();
    private final IndexesOfLargeTables largeTables = new IndexesOfLargeTables();
    private final List<ScriptStatement> unreadable = new ArrayList<>();
    private final Work work;
    private long bytes;

    public ScriptCensus(Work work) {
        this.work = work;
    }

    /** @throws org.safeward.fault.Fault BACKUP_TRUNCATED, WRONG_ENGINE, SCRIPT_LEAVES_DATABASE, SCRIPT_CONTROLS_TRANSACTION */
    public Census take(InputStream sql) throws IOException {
        read(sql);
        header.requireComplete();
        return new Census(header.writer(), tally.tables());
    }

    /** Reads without asking for a writer's sign of being complete. */
    public void read(InputStream sql) throws IOException {
        read(sql, DumpHead.ended(OutputStream.nullOutputStream()));
    }

    /** @param head what has been read of the script is written to, on its way to the backup */
    public void read(InputStream sql, DumpHead head) throws IOException {
        try (var reader = new PostgresScriptReader(sql, work, header)) {
            boolean more = true;
            while (more) {
                more = takeNext(reader, head);
            }
            tally.encoding(reader.encoding());
        }
        head.end();
        tally.announces(header.announced());
    }

    /** Statements that name tables or columns by bytes in which they cannot be sent. */
    public List<ScriptStatement> unreadable() {
        return unreadable;
    }

    /** A method of its own: a large statement is forgotten before the next one is read. */
    private boolean takeNext(PostgresScriptReader reader, DumpHead head) throws IOException {
        var statement = reader.next();
        if (statement == null) {
            return false;
        }
        OtherFormats.refuse(statement);
        ScriptBoundary.judge(statement);
        head.statement(statement, header.announced(), reader.place());
        bytes += statement.sql().length();
        tally.statement(statement, header.announced());
        largeTables.statement(statement);
        if (statement.copyData()) {
            if (!statement.encoding().hasTextOfCopy(statement.sql())) {
                unreadable.add(statement);
            }
            long before = bytes;
            tally.copiedRows(reader.readRows(this::count, tally.digest()));
            largeTables.rows(statement, bytes - before);
        }
        work.progress(tally.rowCount(), bytes);
        return true;
    }

    private void count(byte[] rows, int offset, int length) {
        bytes += length;
        work.progress(tally.rowCount(), bytes);
    }

    public ScriptHeader header() {
        return header;
    }

    public ScriptTally tally() {
        return tally;
    }

    public IndexesOfLargeTables largeTables() {
        return largeTables;
    }
}
