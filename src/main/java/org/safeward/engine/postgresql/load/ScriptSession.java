package org.safeward.engine.postgresql.load;

import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.safeward.engine.postgresql.connection.OneStatement;
import org.safeward.engine.postgresql.connection.OurSettings;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.RowsTaken;
import org.safeward.engine.postgresql.sql.CopyStatement;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A session that runs statements of a script; what fails, fails with the statement's place. After each of them the server still reads
 * strings as our reader does, and the transaction that it ran in is still open: else nothing more is run.
 */
record ScriptSession(Session session, BaseConnection driver, RowsTaken taken) {

    /** With the settings that a script expects to find. */
    static ScriptSession in(Session session, RowsTaken taken) {
        session.execute(session.evaluation()
                .searchPath()
                .map(path -> "SELECT " + OurSettings.set("search_path", path))
                .orElse("RESET search_path"));
        // Notices would be gathered in memory, as many as a statement cares to raise.
        session.execute("SET client_min_messages = error");
        session.execute("SET standard_conforming_strings = on");
        try {
            // Fails first, with words, where the driver is not ours to use.
            session.copy();
            return new ScriptSession(session, session.connection().unwrap(BaseConnection.class), taken);
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }

    void execute(ScriptStatement statement) {
        try {
            String sent = session.evaluation().of(statement);
            // As bytes it is none that could be looked at before; what is run within another one can end no
            // transaction.
            if (!sent.equals(statement.sql()) && statement.bytes().isEmpty()) {
                // Within another one the server would take several.
                OneStatement.require(driver, statement);
            }
            OneStatement.run(driver, statement, sent);
            requireOurs(statement);
        } catch (SQLException e) {
            throw session.fault(e, statement);
        }
    }

    /** A COPY that has begun. */
    Copy copy(ScriptStatement statement) {
        var content = session.encoding().content();
        String sql = CopyStatement.rewritten(statement, content.ofRows());
        if (!statement.encoding().hasTextOfCopy(statement.sql())) {
            throw new Fault(ErrorCode.SCRIPT_FAILED, statement.number(), "names that are no text: " + where(statement));
        }
        try {
            return new Copy(
                    this, statement, session.copy().copyIn(session.encoding().textOfCopy(sql)));
        } catch (SQLException e) {
            throw session.fault(e, statement);
        }
    }

    /** @throws Fault SCRIPT_CONTROLS_READING, SCRIPT_CONTROLS_TRANSACTION */
    private void requireOurs(ScriptStatement statement) throws SQLException {
        var server = driver.getQueryExecutor();
        String expected = statement.backslashes() ? "off" : "on";
        if (!expected.equals(server.getParameterStatus("standard_conforming_strings"))) {
            throw new Fault(ErrorCode.SCRIPT_CONTROLS_READING, where(statement));
        }
        if (!driver.getAutoCommit() && server.getTransactionState() != TransactionState.OPEN) {
            throw new Fault(ErrorCode.SCRIPT_CONTROLS_TRANSACTION, where(statement));
        }
    }

    private static String where(ScriptStatement statement) {
        return "line " + statement.line() + ": " + statement.excerpt();
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
                // Triggers have run.
                script.requireOurs(statement);
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
