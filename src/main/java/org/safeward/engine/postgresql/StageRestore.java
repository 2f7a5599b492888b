package org.safeward.engine.postgresql;

import java.io.IOException;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.ReadLimits;
import org.safeward.archive.ScriptKind;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;

/** Brings a script to where it waits for its swap: look at the script, look at the server, choose the way, build. */
final class StageRestore {
    private final PostgresSettings settings;
    private final BackupScript script;
    private final String job;
    private final Work work;

    StageRestore(PostgresSettings settings, BackupScript script, String job, Work work) {
        this.settings = settings;
        this.script = script;
        this.job = job;
        this.work = work;
    }

    Staging stage(Destination destination) throws IOException {
        if (isJson()) {
            return JsonStaging.stage(settings, script, job, destination, work);
        }
        var demands = ScriptDemands.of(script, work);
        String target;
        boolean live = destination instanceof Destination.Live;
        try (var place = RestorePlace.open(settings, job, work)) {
            demands.require(place.session(), script, settings);
            if (live && !place.choosesSwap()) {
                return inPlace(demands);
            }
            target = destination instanceof Destination.NewDatabase other
                    ? place.freeTarget(other.name())
                    : settings.address().database();
            place.requireFreeStaging();
        }
        return build(target, live, demands);
    }

    /** Whatever fails here takes the new database with it. */
    private Staging build(String target, boolean live, ScriptDemands demands) throws IOException {
        boolean kept = false;
        try {
            if (!createAndEnter() && live) {
                return inPlace(demands);
            }
            var staging = new SwapStaging(settings, job, target, script.manifest(), load());
            kept = true;
            return staging;
        } finally {
            if (!kept) {
                new StrayDatabases(settings).discard(job);
            }
        }
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

    private boolean isJson() throws IOException {
        try (var file = BackupFileReader.open(script.file(), ReadLimits.NONE)) {
            return file.kind() == ScriptKind.JSON;
        }
    }

    private ScriptTally load() throws IOException {
        String staging = new RestoreNames(settings.address().database()).staging(job);
        try (var session = Session.open(settings.address().in(staging), RestoreNames.session(job), work);
                var file = BackupFileReader.open(script.file(), ReadLimits.NONE)) {
            // Nobody needs this database if the server dies while it is built; once it is, it has to outlive that.
            session.execute("SET synchronous_commit = off");
            var loaded = new ScriptRunner(session, ScriptRunner.Transactions.OWN, work).run(file.sql());
            session.takeBackSettings();
            session.execute("SET synchronous_commit = on");
            session.execute("SELECT pg_catalog.pg_logical_emit_message(true, 'safeward', 'loaded')");
            return loaded;
        }
    }
}
