package org.safeward.engine.postgresql.load;

import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.RowsTaken;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.ScriptStatement;

/** Runs every statement where and when it comes. */
public final class SequentialLoad implements ScriptTarget {
    private final RowsTaken taken = new RowsTaken();
    private final ScriptSession script;

    public SequentialLoad(Session session) {
        script = ScriptSession.in(session, taken);
    }

    @Override
    public Session session() {
        return script.session();
    }

    @Override
    public void encoding(ContentEncoding encoding) {
        script.session().encoding().content(encoding);
    }

    @Override
    public void execute(ScriptStatement statement) {
        script.execute(statement);
    }

    @Override
    public Rows copy(ScriptStatement statement) {
        return script.copy(statement);
    }

    @Override
    public RowsTaken taken() {
        return taken;
    }

    @Override
    public void finish() {
        // Everything was done when it came.
    }
}
