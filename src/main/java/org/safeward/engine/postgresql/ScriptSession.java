package org.safeward.engine.postgresql;

import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLState;

/** A session that runs statements of a script; what fails, fails with the statement's place. */
record ScriptSession(Session session, RowsTaken taken) {

    /** With the settings that a script expects to find. */
    static ScriptSession in(Session session, RowsTaken taken) {
        session.execute(session.evaluation()
                .searchPath()
                .map(path -> "SELECT " + OurSettings.set("search_path", path))
                .orElse("RESET search_path"));
        // Notices would be gathered in memory, as many as a statement cares to raise.
        session.execute("SET client_min_messages = error");
        return new ScriptSession(session, taken);
    }

    /** As an update: rows that a statement returns are dropped as they come, instead of gathered in memory. */
    void execute(ScriptStatement statement) {
        try (var run = session.connection().createStatement()) {
            run.setEscapeProcessing(false);
            run.executeUpdate(session.evaluation().of(statement.sql()));
        } catch (SQLException e) {
            // What the driver says of a statement that has run well and returned rows.
            if (!PSQLState.TOO_MANY_RESULTS.getState().equals(SqlFault.state(e))) {
                throw session.fault(e, statement);
            }
        }
    }

    /** A COPY that has begun. */
    Copy copy(ScriptStatement statement) {
        try {
            return new Copy(this, statement, session.copy().copyIn(statement.sql()));
        } catch (SQLException e) {
            throw session.fault(e, statement);
        }
    }

    record Copy(ScriptSession script, ScriptStatement statement, CopyIn rows) implements ScriptTarget.Rows {

        @Override
        public void take(byte[] bytes, int offset, int length) {
            try {
                rows.writeToCopy(bytes, offset, length);
            } catch (SQLException e) {
                throw script.session.fault(e, statement);
            }
        }

        @Override
        public void end() {
            try {
                script.taken.add(statement, rows.endCopy());
            } catch (SQLException e) {
                throw script.session.fault(e, statement);
            }
        }

        @Override
        public void close() {
            if (rows.isActive()) {
                try {
                    rows.cancelCopy();
                } catch (SQLException e) {
                    throw script.session.fault(e, statement);
                }
            }
        }
    }
}
