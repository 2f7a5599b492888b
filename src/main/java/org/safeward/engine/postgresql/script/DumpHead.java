package org.safeward.engine.postgresql.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.safeward.engine.postgresql.sql.ScriptStatement;

/**
 * Takes a dump on its way to the backup and has the removals in its head do nothing where there is nothing to remove ({@link Removal#guarded}):
 * plain psql then loads it over what is there and into an empty database too, which pg_dump's own {@code --clean --if-exists} does not
 * for every type of object. Holds back only what the reader has not come to yet.
 */
public final class DumpHead extends OutputStream {
    private static final int HELD_UNWRITTEN = 1 << 16;

    private final OutputStream backup;
    private Held held = new Held();
    private long writtenUpTo;
    private boolean over;

    public DumpHead(OutputStream backup) {
        this.backup = backup;
    }

    /** Of a script that is only read. */
    static DumpHead ended(OutputStream copy) {
        var head = new DumpHead(copy);
        head.over = true;
        return head;
    }

    @Override
    public void write(int next) throws IOException {
        write(new byte[] {(byte) next}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (over) {
            backup.write(bytes, offset, length);
        } else {
            held.write(bytes, offset, length);
        }
    }

    /**
     * The reader has come to a statement.
     *
     * @param announced whether an object was announced before it, which ends the head
     */
    void statement(ScriptStatement statement, boolean announced, PostgresScriptReader.Place place) throws IOException {
        if (over) {
            return;
        }
        if (announced || place == PostgresScriptReader.Place.UNKNOWN) {
            end();
        } else if (Removal.is(statement)) {
            String guarded = Removal.guarded(statement);
            if (!guarded.equals(statement.sql())) {
                writeUpTo(place.start());
                backup.write((guarded + ";").getBytes(statement.encoding().charset()));
                writtenUpTo = place.end();
            }
        }
        if (!over && place.end() - writtenUpTo > HELD_UNWRITTEN) {
            writeUpTo(place.end());
        }
    }

    /** All that comes from now on is not the head any more. */
    void end() throws IOException {
        if (!over) {
            over = true;
            writeUpTo(held.from + held.size());
            held = null;
        }
    }

    private void writeUpTo(long end) throws IOException {
        held.writeTo(backup, writtenUpTo, end);
        writtenUpTo = end;
        held = held.rest(end);
    }

    /** Bytes of the dump, the first of which has the number {@code from}. */
    private static final class Held extends ByteArrayOutputStream {
        private long from;

        void writeTo(OutputStream out, long start, long end) throws IOException {
            out.write(buf, (int) (start - from), (int) (end - start));
        }

        Held rest(long end) {
            var rest = new Held();
            rest.from = end;
            rest.write(buf, (int) (end - from), (int) (from + size() - end));
            return rest;
        }
    }
}
