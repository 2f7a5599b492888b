package org.safeward.engine.postgresql.parts;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Fence;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.OwnTransaction;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PreparedTransactions;
import org.safeward.engine.postgresql.connection.ProvenCommit;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.connection.TextSettings;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Fault;

/**
 * A backup that is staged whole, and of which some tables go live.
 *
 * @param whole the staged database, which is checked, and removed in the end
 */
public record PartsStaging(
        PostgresSettings settings, String job, Optional<Manifest> manifest, Destination.Parts parts, Staging whole)
        implements Staging {
    private static final Logger LOG = System.getLogger(PartsStaging.class.getName());

    @Override
    public DatabaseFacts check(Work work) {
        var facts = whole.check(work);
        try (var staged = staged(work);
                var live = live(work)) {
            exchange(staged, live, work).check();
        }
        return facts;
    }

    @Override
    public DumpFacts dump(OutputStream sql, Work work) throws IOException {
        return whole.dump(sql, work);
    }

    @Override
    public void swap(Fence fence, Duration lockTimeout, Work work) {
        try (var staged = staged(work);
                var live = live(work)) {
            live.workUnder(OwnSettings.of(live, settings.address().database()), TextSettings.OF_ROWS);
            // A policy that hides rows has to be an error, or they would stay.
            live.execute("SET row_security = off");
            live.lockTimeout(lockTimeout);
            var exchange = exchange(staged, live, work);
            var transaction = OwnTransaction.begin(live);
            try {
                exchange.run();
                work.checkpoint();
            } catch (Fault e) {
                var named = Violation.named(e);
                transaction.takeBack(named);
                PreparedTransactions.explain(live, named);
                throw named;
            } catch (RuntimeException e) {
                transaction.takeBack(e);
                throw e;
            }
            new ProvenCommit(transaction, settings.address(), job).commit(fence);
            exchange.written().forEach(table -> analyze(live, table));
        }
    }

    /** For the planner, which else goes by the rows that were there. What is live is live: that this failed fails nothing. */
    private static void analyze(Session live, TableName table) {
        try {
            live.execute("ANALYZE " + table.sql());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, table + " was not analysed", e);
        }
    }

    private Exchange exchange(Session staged, Session live, Work work) {
        var tables = Request.staged(staged, parts);
        return parts.into()
                .<Exchange>map(ending -> new Copies(staged, live, tables, ending, work))
                .orElseGet(() -> new Replacement(staged, live, tables, work));
    }

    private Session staged(Work work) {
        String name = new RestoreNames(settings.address().database()).staging(job);
        var session = open(settings.address().in(name), work);
        TextSettings.apply(session);
        return session;
    }

    private Session live(Work work) {
        return open(settings.address(), work);
    }

    /** Names as the backup has them. */
    private Session open(PostgresAddress address, Work work) {
        var session = Session.open(address, RestoreNames.session(job), work);
        session.encoding().content(ContentEncoding.of(manifest));
        return session;
    }

    @Override
    public void close() {
        whole.close();
    }
}
