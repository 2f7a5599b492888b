package org.safeward.engine.postgresql.restore;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import org.safeward.archive.content.ScriptKind;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.json.JsonStaging;
import org.safeward.engine.postgresql.load.ChecksAside;
import org.safeward.engine.postgresql.load.Forbearing;
import org.safeward.engine.postgresql.load.Loaded;
import org.safeward.engine.postgresql.load.ParallelLoad;
import org.safeward.engine.postgresql.load.ScriptDemands;
import org.safeward.engine.postgresql.load.ScriptRunner;
import org.safeward.engine.postgresql.load.SequentialLoad;
import org.safeward.engine.postgresql.parts.PartsStaging;
import org.safeward.engine.postgresql.script.EarlyIndexes;
import org.safeward.engine.postgresql.script.ScriptTally;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Brings a script to where it waits for its swap: look at the script, look at the server, choose the way, build. */
public final class StageRestore {
    private static final Logger LOG = System.getLogger(StageRestore.class.getName());

    /** Two keep a small server busy; more than four are no help to any. */
    private static final int SESSIONS =
            Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

    private static final Set<ErrorCode> AGAIN = Set.of(
            ErrorCode.SCRIPT_FAILED,
            ErrorCode.RIGHTS_LACKING,
            ErrorCode.DATABASE_LOCKED,
            ErrorCode.SERVER_LIMIT,
            ErrorCode.DATABASE_ERROR);

    private final PostgresSettings settings;
    private final BackupScript script;
    private final String job;
    private final Work work;
    private StagingSessions sessions;
    private boolean announces;
    private boolean drill;
    private boolean thrownAway;

    public StageRestore(PostgresSettings settings, BackupScript script, String job, Work work) {
        this.settings = settings;
        this.script = script;
        this.job = job;
        this.work = work;
    }

    public Staging stage(Destination destination) throws IOException {
        if (destination instanceof Destination.Parts parts) {
            PartsRules.require(parts, script);
        }
        if (script.kind() == ScriptKind.JSON) {
            return JsonStaging.stage(settings, script, job, destination, work);
        }
        var demands = ScriptDemands.of(script, work);
        announces = demands.read().map(ScriptTally::announces).orElse(true);
        String target;
        boolean live = destination instanceof Destination.Live;
        try (var place = RestorePlace.open(settings, job, work)) {
            if (destination instanceof Destination.Parts) {
                PartsRules.require(place);
            }
            demands.require(place.session(), script, settings);
            var own = OwnSettings.ofBackup(
                    script.manifest(), place.session(), settings.address().database());
            sessions = new StagingSessions(settings, job, own);
            if (live && !place.choosesSwap()) {
                return inPlace(demands);
            }
            target = destination instanceof Destination.NewDatabase other
                    ? place.freeTarget(other.name())
                    : settings.address().database();
            place.requireFreeStaging();
            drill = destination instanceof Destination.Drill;
            thrownAway = drill || destination instanceof Destination.Parts;
            if (drill) {
                DrillRules.require(place.session(), script);
            }
        }
        var whole = build(target, live, demands);
        return destination instanceof Destination.Parts parts
                ? new PartsStaging(settings, job, script.manifest(), parts, whole)
                : whole;
    }

    /** Whatever fails here takes the new database with it. */
    private Staging build(String target, boolean live, ScriptDemands demands) throws IOException {
        boolean kept = false;
        try {
            boolean entered = createAndEnter();
            if (!entered && live) {
                return inPlace(demands);
            }
            if (!entered && thrownAway && !drill) {
                throw PartsRules.notLetIn();
            }
            var staging = new SwapStaging(settings, job, target, script.manifest(), load());
            kept = true;
            return staging;
        } finally {
            if (!kept) {
                discard();
            }
        }
    }

    /**
     * Our own files side by side. What fails that way may be one of the rare scripts that only run in their order, with a check that
     * looks into another table for instance: it is tried again, one statement after the other. That way it is also found what else cannot
     * be made and might be left out.
     */
    private Loaded load(Work watched) throws IOException {
        if (!script.skip().isEmpty()) {
            return loadInOrder(watched);
        }
        try {
            if (isForeign()) {
                return load(1, EarlyIndexes.none(), watched);
            }
            var details = script.manifest().get().details();
            return load(
                    SESSIONS,
                    EarlyIndexes.of(
                            details.getOrDefault(EarlyIndexes.DETAIL, ""), ContentEncoding.of(script.manifest())),
                    watched);
        } catch (Fault e) {
            if (!AGAIN.contains(e.code())) {
                throw e;
            }
            LOG.log(Level.WARNING, "job " + job + " is restored again, one statement after the other", e);
            discard();
            createAndEnter();
            return loadInOrder(watched);
        }
    }

    /** What others wrote may grow without end, and a drill is not worth more room than the live database has. */
    private Loaded load() throws IOException {
        if (!isForeign() && !drill) {
            return load(work);
        }
        String staging = new RestoreNames(settings.address().database()).staging(job);
        var bounded = drill ? DrillRules.bounded(settings, work) : settings;
        try (var limit = new GrowthLimit(bounded, staging, job, work)) {
            limit.start();
            return load(limit);
        }
    }

    private boolean isForeign() {
        return script.uploaded() || script.manifest().isEmpty();
    }

    private void discard() {
        new DiscardStaging(settings).discard(job);
    }

    private boolean createAndEnter() {
        try (var place = RestorePlace.open(settings, job, work)) {
            place.create(script);
            return place.mayEnter();
        }
    }

    private Staging inPlace(ScriptDemands demands) throws IOException {
        return new InPlaceStaging(settings, job, script, demands.tally(script, work));
    }

    private Loaded load(int count, EarlyIndexes ahead, Work watched) throws IOException {
        try (var target = new ParallelLoad(sessions.open(count, watched), ahead);
                var file = script.open()) {
            var loaded = new ScriptRunner(target, ScriptRunner.Transactions.OWN, announces, thrownAway, watched)
                    .run(file.sql());
            script.requireSame(file);
            ahead.requireAllMet();
            makeLast(target.session());
            return loaded;
        }
    }

    /** Checks that no rows get past are found out in a run that counts for nothing else. */
    private Loaded loadInOrder(Work watched) throws IOException {
        var checks = new ChecksAside();
        while (true) {
            try {
                var loaded = loadInOrder(checks, watched);
                if (!checks.again()) {
                    return loaded;
                }
            } catch (Fault e) {
                if (!checks.againAfter(e)) {
                    throw e;
                }
            }
            discard();
            createAndEnter();
        }
    }

    private Loaded loadInOrder(ChecksAside checks, Work watched) throws IOException {
        try (var session = sessions.open(watched);
                var file = script.open()) {
            var target = new Forbearing(new SequentialLoad(session), checks);
            var loaded = new ScriptRunner(target, ScriptRunner.Transactions.OWN, announces, thrownAway, watched)
                    .run(file.sql());
            script.requireSame(file);
            if (!checks.isAgain()) {
                target.requireWanted(script.skip(), work);
                makeLast(session);
            }
            return loaded;
        }
    }

    /** From here on it outlives the server's death. */
    private static void makeLast(Session session) {
        session.takeBackSettings();
        session.execute("SET synchronous_commit = on");
        session.execute("SELECT pg_catalog.pg_logical_emit_message(true, 'safeward', 'loaded')");
    }
}
