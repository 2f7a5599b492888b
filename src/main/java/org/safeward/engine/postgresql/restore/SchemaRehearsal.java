package org.safeward.engine.postgresql.restore;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Rehearsal;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.load.SchemaOnly;
import org.safeward.engine.postgresql.load.ScriptDemands;
import org.safeward.engine.postgresql.load.ScriptRunner;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/**
 * Makes the schema of a backup in a database of its own, without its rows, and removes it. One at a time on a server, whoever makes it: the
 * server itself keeps the turn, and gives it on when its holder dies.
 */
public final class SchemaRehearsal {
    /** A backup's job has its database as long. */
    private static final Duration MOST = Duration.ofMinutes(1);
    /** Of an advisory lock in the maintenance database: "Safeward". */
    static final long TURN = 0x5361666577617264L;

    private final PostgresSettings settings;
    private final BackupScript script;
    private final String job;
    private final Work work;
    private final Duration most;

    public SchemaRehearsal(PostgresSettings settings, BackupScript script, String job, Work work) {
        this(settings, script, job, work, MOST);
    }

    SchemaRehearsal(PostgresSettings settings, BackupScript script, String job, Work work, Duration most) {
        this.settings = settings;
        this.script = script;
        this.job = job;
        this.work = work;
        this.most = most;
    }

    /** @throws Fault DRILL_IMPOSSIBLE, TARGET_LACKS, RIGHTS_LACKING, DATABASE_UNREACHABLE, ... */
    public Rehearsal run() throws IOException {
        var maintenance = settings.address().in(settings.maintenanceDatabase());
        try (var turn = Session.open(maintenance, "safeward rehearsal", work)) {
            if (!turn.is("SELECT pg_catalog.pg_try_advisory_lock(?)", TURN)) {
                throw new Fault(ErrorCode.DRILL_IMPOSSIBLE, Reason.of(ReasonCode.WHY_OTHER_REHEARSAL));
            }
            return inTurn();
        }
    }

    private Rehearsal inTurn() throws IOException {
        OwnSettings own;
        try (var place = RestorePlace.open(settings, job, work)) {
            ScriptDemands.of(script, work).require(place.session(), script, settings);
            own = OwnSettings.ofBackup(
                    script.manifest(), place.session(), settings.address().database());
            place.requireFreeStaging();
            DrillRules.require(place.session(), script);
        }
        try {
            create();
            return load(own);
        } finally {
            new DiscardStaging(settings).discard(job);
        }
    }

    private void create() {
        try (var place = RestorePlace.open(settings, job, work)) {
            place.create(script);
        }
    }

    private Rehearsal load(OwnSettings own) throws IOException {
        String staging = new RestoreNames(settings.address().database()).staging(job);
        try (var limit = new TimeLimit(most, work);
                var session = Session.open(settings.address().in(staging), RestoreNames.session(job), limit);
                var file = script.open()) {
            session.execute("SET synchronous_commit = off");
            session.workUnder(own, Map.of());
            var target = new SchemaOnly(session);
            try {
                new ScriptRunner(target, ScriptRunner.Transactions.OWN, true, true, limit).run(file.sql());
            } catch (Fault e) {
                if (!limit.isExceeded()) {
                    throw e;
                }
                return new Rehearsal(target.failing(), false);
            }
            script.requireSame(file);
            return new Rehearsal(target.failing(), !target.isOver());
        }
    }
}
