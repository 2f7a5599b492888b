package org.safeward.engine.postgresql.load;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.safeward.engine.Census;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.script.OtherFormats;
import org.safeward.engine.postgresql.script.PostgresScriptReader;
import org.safeward.engine.postgresql.script.ScriptBoundary;
import org.safeward.engine.postgresql.script.ScriptHeader;
import org.safeward.engine.postgresql.script.ScriptTally;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.Setting;

/**
 * Runs a script in an empty database, statement by statement, and ends at the first error. COPY rows go through in pieces. In
 * {@link Transactions#OWN} mode every statement commits by itself, except between the script's own BEGIN and COMMIT, which
 * pg_dump writes around large objects; in {@link Transactions#OURS} mode all is one transaction, which the caller ends.
 */
public final class ScriptRunner {

    /** Whose transactions hold. */
    public enum Transactions {
        OWN,
        OURS
    }

    private static final Logger LOG = System.getLogger(ScriptRunner.class.getName());

    private final ScriptTarget target;
    private final Transactions transactions;
    private final Work work;
    private final ScriptTally tally = new ScriptTally();
    private final AsRole asRole = new AsRole();
    private final RunLast last;
    private final SideEffects effects = new SideEffects();
    private final ScriptHeader header = new ScriptHeader();
    private final CleanSection clean;
    private long bytes;

    /** @param announces see {@link ScriptTally#announces()} */
    public ScriptRunner(ScriptTarget target, Transactions transactions, boolean announces, Work work) {
        this(target, transactions, announces, false, work);
    }

    /** @param drill whether what acts on others is left out: {@link RunLast} */
    public ScriptRunner(ScriptTarget target, Transactions transactions, boolean announces, boolean drill, Work work) {
        last = new RunLast(drill);
        clean = new CleanSection(announces);
        this.target = target;
        this.transactions = transactions;
        this.work = work;
    }

    /** Runs it to its end. */
    public Loaded run(InputStream sql) throws IOException {
        try (var reader = new PostgresScriptReader(
                sql, work, header, target.session().encoding().ofServer())) {
            target.encoding(reader.encoding());
            boolean more = true;
            while (more) {
                more = runNext(reader);
            }
        }
        target.finish();
        // A dump of pg_dump gives nothing out of a sequence once it has set it.
        boolean dumped = header.writer() != Census.Writer.UNKNOWN;
        last.run(target, dumped);
        target.finish();
        header.requireComplete();
        return new Loaded(tally, target.taken(), effects, dumped);
    }

    /** A method of its own: a large statement is forgotten before the next one is read. */
    private boolean runNext(PostgresScriptReader reader) throws IOException {
        var statement = reader.next();
        if (statement == null) {
            return false;
        }
        OtherFormats.refuse(statement);
        if (!reader.encoding().equals(tally.encoding())) {
            target.encoding(reader.encoding());
            tally.encoding(reader.encoding());
        }
        tally.statement(statement, header.announced());
        run(asRole.of(statement, target), reader);
        work.progress(tally.rowCount(), bytes);
        return true;
    }

    private void run(ScriptStatement statement, PostgresScriptReader reader) throws IOException {
        bytes += statement.sql().length();
        switch (ScriptBoundary.judge(statement)) {
            case BEGIN -> beginOfScript();
            case COMMIT -> commitOfScript(statement);
            case RUN -> {
                boolean removesWhatIsNotThere = clean.covers(statement, header.announced());
                if (statement.copyData()) {
                    copy(statement, reader);
                } else if (!removesWhatIsNotThere
                        && !last.keeps(statement)
                        && !isUnknownSetting(statement)
                        && !AlreadyThere.is(statement, target)) {
                    execute(statement);
                }
            }
            default -> {}
        }
    }

    private void execute(ScriptStatement statement) {
        if (SideEffects.mayHave(statement)) {
            effects.of(statement, target, transactions == Transactions.OWN);
        } else {
            target.execute(statement);
        }
    }

    private void copy(ScriptStatement statement, PostgresScriptReader reader) throws IOException {
        try (var copy = target.copy(statement)) {
            long rows = reader.readRows(
                    (piece, offset, length) -> {
                        copy.take(piece, offset, length);
                        bytes += length;
                        work.progress(tally.rowCount(), bytes);
                    },
                    tally.digest());
            copy.end();
            tally.copiedRows(rows);
        }
    }

    private void beginOfScript() {
        if (transactions == Transactions.OWN) {
            target.session().begin();
        }
    }

    /** One without a BEGIN changes nothing, of which psql only warns. */
    private void commitOfScript(ScriptStatement statement) {
        if (transactions == Transactions.OURS) {
            return;
        }
        var session = target.session();
        if (session.isInTransaction()) {
            session.commit();
        } else {
            LOG.log(Level.INFO, "line " + statement.line() + ": there is no transaction that COMMIT could end");
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
}
