package org.safeward.engine.postgresql.restore;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Fence;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.CarriedSettings;
import org.safeward.engine.postgresql.dump.PgDump;
import org.safeward.engine.postgresql.dump.PgDumpProgram;
import org.safeward.engine.postgresql.load.ContentCheck;
import org.safeward.engine.postgresql.load.Loaded;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A restored database beside the live one, to be renamed into its place.
 *
 * @param settings of the protected database
 * @param target the name that the staged database gets in the end: the live one's, or a new one
 * @param loaded what the script brought
 */
record SwapStaging(PostgresSettings settings, String job, String target, Optional<Manifest> manifest, Loaded loaded)
        implements Staging {
    private static final Logger LOG = System.getLogger(SwapStaging.class.getName());

    @Override
    public DatabaseFacts check(Work work) {
        try (var session = Session.open(settings.address().in(stagingName()), RestoreNames.session(job), work)) {
            return new ContentCheck(session, work).require(manifest, loaded);
        }
    }

    /** Under the settings of the live database as the backup has them: the locale of amounts of money is one of them. */
    @Override
    public DumpFacts dump(OutputStream sql, Work work) throws IOException {
        try (var session = Session.open(settings.address().in(stagingName()), RestoreNames.session(job), work)) {
            var program = PgDumpProgram.forServer(session.version(), settings.toolDirectory())
                    .orElseThrow(() -> new Fault(ErrorCode.DUMP_FAILED, "there is no pg_dump for this server"));
            var own = OwnSettings.ofBackup(manifest, session, settings.address().database());
            return new PgDump(program, session, settings.secretDirectory(), work)
                    .under(own)
                    .dump(sql);
        }
    }

    @Override
    public void swap(Fence fence, Duration lockTimeout, Work work) {
        work.checkpoint();
        boolean live = target.equals(settings.address().database());
        if (!live) {
            requireFree();
        }
        bringSettings(live, work);
        new SwapByRename(settings, job, target, stagingName(), live).run(fence, lockTimeout);
        if (live && !settings.keepPrevious()) {
            dropReplaced();
        }
    }

    /** What is live is live: that the old one could not be removed fails nothing. It goes after the next good backup. */
    private void dropReplaced() {
        try (var session = Session.open(maintenance(), RestoreNames.session(job), Work.UNWATCHED)) {
            databases(session).dropReplaced(job);
        } catch (Fault e) {
            LOG.log(Level.WARNING, "what job " + job + " has replaced could not be removed", e);
        }
    }

    /** Removes the staged database; after a swap there is none of that name any more. */
    @Override
    public void close() {
        try (var session = Session.open(maintenance(), RestoreNames.session(job), Work.UNWATCHED)) {
            databases(session).dropStaging(job);
        }
    }

    /** Those of the live database are carried over with its place; where there is none, the backup's are all there is. */
    private void bringSettings(boolean live, Work work) {
        var settings = manifest.map(known -> known.details().get(CarriedSettings.DETAIL));
        if (settings.isEmpty()) {
            return;
        }
        try (var session = Session.open(maintenance(), RestoreNames.session(job), work)) {
            if (!live || !ServerDatabases.exists(session, target)) {
                new CarriedSettings(session).bring(settings.get(), stagingName());
            }
        }
    }

    private void requireFree() {
        try (var session = Session.open(maintenance(), RestoreNames.session(job), Work.UNWATCHED)) {
            if (ServerDatabases.exists(session, target)) {
                throw new Fault(ErrorCode.TARGET_EXISTS, target);
            }
        }
    }

    private ServerDatabases databases(Session session) {
        return new ServerDatabases(session, names(), settings.markKey());
    }

    private RestoreNames names() {
        return new RestoreNames(settings.address().database());
    }

    private String stagingName() {
        return names().staging(job);
    }

    private PostgresAddress maintenance() {
        return settings.address().in(settings.maintenanceDatabase());
    }
}
