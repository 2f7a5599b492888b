package org.safeward.engine.postgresql;

import java.io.IOException;
import java.io.InputStream;
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

    private final ScriptTarget target;
    private final Transactions transactions;
    private final Work work;
    private final ScriptTally tally = new ScriptTally();
    private final CleanSection clean = new CleanSection();
    private long bytes;

    ScriptRunner(ScriptTarget target, Transactions transactions, Work work) {
        this.target = target;
        this.transactions = transactions;
        this.work = work;
    }

    /** Runs it to its end; what it brought can then be asked of the tally. */
    ScriptTally run(InputStream sql) throws IOException {
        var header = new ScriptHeader();
        var reader = new PostgresScriptReader(sql, work, header);
        for (var statement = reader.next(); statement != null; statement = reader.next()) {
            OtherFormats.refuse(statement);
            tally.statement(statement);
            run(statement, reader);
            work.progress(tally.rowCount(), bytes);
        }
        target.finish();
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
                    target.execute(statement);
                }
            }
            default -> {}
        }
    }

    private void copy(ScriptStatement statement, PostgresScriptReader reader) throws IOException {
        try (var copy = target.copy(statement)) {
            long rows = reader.readRows((piece, offset, length) -> {
                copy.take(piece, offset, length);
                bytes += length;
                work.progress(tally.rowCount(), bytes);
            });
            copy.end();
            tally.copiedRows(rows);
        }
    }

    private void beginOfScript() {
        if (transactions == Transactions.OWN) {
            target.session().begin();
        }
    }

    private void commitOfScript() {
        if (transactions == Transactions.OWN) {
            target.session().commit();
        }
    }

    /** pg_dump of 17 and later sets transaction_timeout first of all, which an older server does not know. */
    private boolean isUnknownSetting(ScriptStatement statement) {
        if (clean.ended() || !statement.firstWord().equals("set")) {
            return false;
        }
        return Setting.of(statement.sql())
                .filter(setting -> setting.name().indexOf('.') < 0)
                .filter(setting ->
                        target.session().is("SELECT pg_catalog.current_setting(?, true) IS NULL", setting.name()))
                .isPresent();
    }

    /** pg_dump --schema=public creates what every new database has. */
    private boolean isPublicThatIsThere(ScriptStatement statement) {
        var tokens = new SqlTokens(statement.sql());
        return tokens.accept("create", "schema", "public")
                && !tokens.next()
                && target.session().is("SELECT count(*) > 0 FROM pg_catalog.pg_namespace WHERE nspname = 'public'");
    }
}
