package org.safeward.engine.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLState;
import org.safeward.engine.Work;

/**
 * Runs a script in an empty database, statement by statement, and ends at the first error. COPY rows go through in pieces. In
 * {@link Transactions#OWN} mode every statement commits by itself, except between the script's own BEGIN and COMMIT, which
 * pg_dump writes around large objects; in {@link Transactions#OURS} mode all is one transaction, which the caller ends.
 */
final class ScriptRunner {

    /** Whose transactions hold. */
    enum Transactions {
        OWN,
        OURS
    }

    private final Session session;
    private final Transactions transactions;
    private final Work work;
    private final ScriptTally tally = new ScriptTally();
    private final CleanSection clean = new CleanSection();
    private long bytes;

    ScriptRunner(Session session, Transactions transactions, Work work) {
        this.session = session;
        this.transactions = transactions;
        this.work = work;
    }

    /** Runs it to its end; what it brought can then be asked of the tally. */
    ScriptTally run(InputStream sql) throws IOException {
        session.execute("RESET search_path");
        // Notices would be gathered in memory, as many as a statement cares to raise.
        session.execute("SET client_min_messages = error");
        var header = new ScriptHeader();
        var reader = new PostgresScriptReader(sql, work, header);
        for (var statement = reader.next(); statement != null; statement = reader.next()) {
            OtherFormats.refuse(statement);
            tally.statement(statement);
            run(statement, reader);
            work.progress(tally.rowCount(), bytes);
        }
        header.requireComplete();
        return tally;
    }

    private void run(ScriptStatement statement, PostgresScriptReader reader) throws IOException {
        bytes += statement.sql().length();
        switch (ScriptBoundary.judge(statement)) {
            case BEGIN -> beginOfScript();
            case COMMIT -> commitOfScript();
            case RUN -> {
                boolean removesWhatIsNotThere = clean.covers(statement);
                if (statement.copyData()) {
                    copy(statement, reader);
                } else if (!removesWhatIsNotThere && !isUnknownSetting(statement) && !isPublicThatIsThere(statement)) {
                    execute(statement);
                }
            }
            default -> {}
        }
    }

    /** As an update: rows that a statement returns are dropped as they come, instead of gathered in memory. */
    private void execute(ScriptStatement statement) {
        try (var run = session.connection().createStatement()) {
            run.setEscapeProcessing(false);
            run.executeUpdate(statement.sql());
        } catch (SQLException e) {
            // What the driver says of a statement that has run well and returned rows.
            if (!PSQLState.TOO_MANY_RESULTS.getState().equals(SqlFault.state(e))) {
                throw fault(e, statement);
            }
        }
    }

    private void copy(ScriptStatement statement, PostgresScriptReader reader) throws IOException {
        try {
            CopyIn copy = session.copy().copyIn(statement.sql());
            try {
                long rows = reader.readRows((piece, offset, length) -> {
                    write(copy, piece, offset, length);
                    bytes += length;
                    work.progress(tally.rowCount(), bytes);
                });
                copy.endCopy();
                tally.copiedRows(rows);
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (CopyFailed e) {
            throw fault(e.cause, statement);
        } catch (SQLException e) {
            throw fault(e, statement);
        }
    }

    private static void write(CopyIn copy, byte[] piece, int offset, int length) throws CopyFailed {
        try {
            copy.writeToCopy(piece, offset, length);
        } catch (SQLException e) {
            throw new CopyFailed(e);
        }
    }

    /** Carries the database's error out through the reader, which only knows errors of reading. */
    private static final class CopyFailed extends IOException {
        private final transient SQLException cause;

        CopyFailed(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private void beginOfScript() {
        if (transactions == Transactions.OWN) {
            session.begin();
        }
    }

    private void commitOfScript() {
        if (transactions == Transactions.OWN) {
            session.commit();
        }
    }

    /** pg_dump of 17 and later sets transaction_timeout first of all, which an older server does not know. */
    private boolean isUnknownSetting(ScriptStatement statement) {
        if (clean.ended() || !statement.firstWord().equals("set")) {
            return false;
        }
        return Setting.of(statement.sql())
                .filter(setting -> setting.name().indexOf('.') < 0)
                .filter(setting -> session.is("SELECT pg_catalog.current_setting(?, true) IS NULL", setting.name()))
                .isPresent();
    }

    /** pg_dump --schema=public creates what every new database has. */
    private boolean isPublicThatIsThere(ScriptStatement statement) {
        var tokens = new SqlTokens(statement.sql());
        return tokens.accept("create", "schema", "public")
                && !tokens.next()
                && session.is("SELECT count(*) > 0 FROM pg_catalog.pg_namespace WHERE nspname = 'public'");
    }

    private RuntimeException fault(SQLException e, ScriptStatement statement) {
        try {
            work.checkpoint();
        } catch (RuntimeException stopped) {
            stopped.addSuppressed(e);
            return stopped;
        }
        return SqlFault.of(e, session.address(), statement);
    }
}
