package org.safeward.engine.postgresql.restore;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.BackupScript;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Fence;
import org.safeward.engine.Loss;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.OwnTransaction;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PreparedTransactions;
import org.safeward.engine.postgresql.connection.ProvenCommit;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.Inventory;
import org.safeward.engine.postgresql.load.ChecksAside;
import org.safeward.engine.postgresql.load.ContentCheck;
import org.safeward.engine.postgresql.load.Forbearing;
import org.safeward.engine.postgresql.load.Loaded;
import org.safeward.engine.postgresql.load.ScriptRunner;
import org.safeward.engine.postgresql.load.SequentialLoad;
import org.safeward.engine.postgresql.script.ScriptTally;
import org.safeward.fault.Fault;

/**
 * A restore that has no place to be built in but the live database: what is staged is only the script, read to its end. The swap
 * is one transaction that empties the database, runs the script and checks the result before it commits. Others wait meanwhile.
 */
record InPlaceStaging(PostgresSettings settings, String job, BackupScript script, ScriptTally read) implements Staging {

    /** Checks what can be checked without touching the live database: the script against its manifest. */
    @Override
    public DatabaseFacts check(Work work) {
        script.manifest().ifPresent(manifest -> ContentCheck.requireScript(manifest, read));
        try (var session = Session.open(settings.address(), RestoreNames.session(job), work)) {
            return new DatabaseFacts(session.version().text(), 0, read.tables());
        }
    }

    @Override
    public void swap(Fence fence, Duration lockTimeout, Work work) throws IOException {
        if (script.uploaded()) {
            try (var limit = new GrowthLimit(settings, settings.address().database(), job, work)) {
                replace(fence, lockTimeout, limit, limit::start);
            }
        } else {
            replace(fence, lockTimeout, work, () -> {});
        }
    }

    /** @param connected run when the restore has its connection */
    private void replace(Fence fence, Duration lockTimeout, Work work, Runnable connected) throws IOException {
        try (var session = Session.open(settings.address(), RestoreNames.session(job), work)) {
            connected.run();
            session.workUnder(
                    OwnSettings.ofBackup(
                            script.manifest(), session, settings.address().database()),
                    Map.of());
            session.lockTimeout(lockTimeout);
            var transaction = OwnTransaction.begin(session);
            try {
                var live = asksForLoss() ? new Inventory(session).countedTables() : List.<Manifest.Table>of();
                new SchemaWipe(session).run();
                var loaded = run(session, work);
                var facts = new ContentCheck(session, work).require(script.manifest(), loaded);
                // What was read in the script was asked before; what its statements have made of it is known only now.
                Loss.refuse(live, facts.tables());
            } catch (RuntimeException | IOException e) {
                transaction.takeBack(e);
                PreparedTransactions.explain(session, e);
                throw e;
            }
            new ProvenCommit(transaction, settings.address(), job).commit(fence);
        }
    }

    private boolean asksForLoss() {
        return script.manifest().isEmpty() && !script.mayLoseTables();
    }

    /** A transaction that was not committed has left nothing. */
    @Override
    public void close() {}

    /** Checks that no rows get past are found out in a run of which everything is taken back. */
    private Loaded run(Session session, Work work) throws IOException {
        var checks = new ChecksAside();
        session.execute("SAVEPOINT safeward_empty");
        while (true) {
            try {
                var loaded = run(checks, session, work);
                if (!checks.again()) {
                    return loaded;
                }
            } catch (Fault e) {
                if (!checks.againAfter(e)) {
                    throw e;
                }
            }
            session.execute("ROLLBACK TO SAVEPOINT safeward_empty");
        }
    }

    private Loaded run(ChecksAside checks, Session session, Work work) throws IOException {
        try (var file = script.open()) {
            var target = new Forbearing(new SequentialLoad(session), checks);
            var loaded =
                    new ScriptRunner(target, ScriptRunner.Transactions.OURS, read.announces(), work).run(file.sql());
            script.requireSame(file);
            if (!checks.isAgain()) {
                target.requireWanted(script.skip(), work);
            }
            return loaded;
        }
    }
}
