package org.safeward.engine.postgresql.load;

import java.util.Optional;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.RowsTaken;
import org.safeward.engine.postgresql.sql.ScriptStatement;

/** One of the sessions over which a script is run side by side. Keeps a COPY open as long as rows of the same one come. */
final class LoadSession implements AutoCloseable {
    private final ScriptSession script;
    private ScriptSession.Copy copy;

    LoadSession(Session session, RowsTaken taken) {
        this.script = ScriptSession.in(session, taken);
    }

    Session session() {
        return script.session();
    }

    void execute(ScriptStatement statement) {
        endCopy();
        script.execute(statement);
    }

    /** Some of a COPY's rows: whole ones, unless the rest comes here too. */
    void rows(ScriptStatement statement, byte[] bytes, int length) {
        if (copy == null || copy.statement() != statement) {
            endCopy();
            copy = script.copy(statement);
        }
        copy.take(bytes, 0, length);
    }

    void endCopy() {
        Optional.ofNullable(copy).ifPresent(ScriptSession.Copy::end);
        copy = null;
    }

    /** Ends what runs, at once and without regard: another thread may be at it. */
    void breakOff() {
        script.session().breakOff();
    }

    @Override
    public void close() {
        script.session().close();
    }
}
