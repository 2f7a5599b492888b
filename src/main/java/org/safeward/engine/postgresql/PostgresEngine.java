package org.safeward.engine.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.safeward.archive.content.ScriptKind;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Census;
import org.safeward.engine.ChangeWatch;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Fence;
import org.safeward.engine.PartsOutlook;
import org.safeward.engine.Rehearsal;
import org.safeward.engine.RestoreWay;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.MaintenanceSession;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.Inventory;
import org.safeward.engine.postgresql.dump.LoadedFunctions;
import org.safeward.engine.postgresql.dump.PgDump;
import org.safeward.engine.postgresql.dump.PgDumpProgram;
import org.safeward.engine.postgresql.json.JsonCensus;
import org.safeward.engine.postgresql.json.JsonDump;
import org.safeward.engine.postgresql.load.ContentCheck;
import org.safeward.engine.postgresql.load.ScriptObject;
import org.safeward.engine.postgresql.load.UploadTrust;
import org.safeward.engine.postgresql.parts.PartsLook;
import org.safeward.engine.postgresql.parts.Request;
import org.safeward.engine.postgresql.restore.DiscardStaging;
import org.safeward.engine.postgresql.restore.PartsRules;
import org.safeward.engine.postgresql.restore.RestorePlace;
import org.safeward.engine.postgresql.restore.SchemaRehearsal;
import org.safeward.engine.postgresql.restore.StageRestore;
import org.safeward.engine.postgresql.restore.Undo;
import org.safeward.engine.postgresql.script.ScriptCensus;
import org.safeward.fault.Fault;

/** One PostgreSQL database. */
public final class PostgresEngine implements DatabaseEngine {
    public static final String KIND = PostgresAddress.KIND;

    /** The member of a manifest's details with the functions that loading runs, one a line. */
    public static final String RUNS_WHEN_LOADED = LoadedFunctions.DETAIL;

    private final PostgresSettings settings;

    public PostgresEngine(PostgresSettings settings) {
        this.settings = settings;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String address() {
        return settings.address().toString();
    }

    @Override
    public DatabaseFacts inspect(Work work) {
        try (var session = Session.open(settings.address(), "safeward", work)) {
            return ContentCheck.facts(session, new Inventory(session).countedTables());
        }
    }

    /** The version of the pg_dump that backups are made with; empty when none is usable, so that they are degraded. */
    public Optional<String> pgDumpVersion() {
        try (var session = Session.open(settings.address(), "safeward", Work.UNWATCHED)) {
            return pgDump(session).map(program -> program.version().text());
        }
    }

    /** What the next {@link #dump} will write: SQL, or JSON where no usable pg_dump is installed. */
    @Override
    public ScriptKind dumpKind() {
        return pgDumpVersion().isPresent() ? ScriptKind.SQL : ScriptKind.JSON;
    }

    /** By pg_dump, else as JSON, which its details call degraded and which lacks the brace that the manifest ends it with. */
    @Override
    public DumpFacts dump(OutputStream sql, Work work) throws IOException {
        try (var session = Session.open(settings.address(), "safeward", work)) {
            var program = pgDump(session);
            return program.isPresent()
                    ? new PgDump(program.get(), session, settings.secretDirectory(), work).dump(sql)
                    : new JsonDump(session, work).dump(sql);
        }
    }

    /** It cannot use the connections of a data source. */
    private Optional<PgDumpProgram> pgDump(Session session) {
        if (settings.address().source().isPresent()) {
            return Optional.empty();
        }
        return PgDumpProgram.forServer(session.version(), settings.toolDirectory());
    }

    @Override
    public Census census(InputStream sql, Work work) throws IOException {
        var content = new PushbackInputStream(sql);
        int first = content.read();
        if (first >= 0) {
            content.unread(first);
        }
        return first == '{' ? JsonCensus.of(content, work).census() : new ScriptCensus(work).take(content);
    }

    @Override
    public boolean maySkip(String object) {
        return ScriptObject.isName(object);
    }

    @Override
    public Staging stage(BackupScript script, String job, Destination destination, Work work) throws IOException {
        return new StageRestore(settings, script, job, work).stage(destination);
    }

    @Override
    public Optional<Rehearsal> rehearse(BackupScript script, String job, Work work) throws IOException {
        return Optional.of(new SchemaRehearsal(settings, script, job, work).run());
    }

    @Override
    public String freeTarget(String name, Work work) {
        try (var place = RestorePlace.open(settings, "preview", work)) {
            return settings.address().in(place.freeTarget(name)).toString();
        }
    }

    @Override
    public Optional<RestoreWay> restoreWay(Work work) {
        try (var place = RestorePlace.open(settings, "preview", work)) {
            return Optional.of(place.way());
        }
    }

    @Override
    public PartsOutlook outlook(Destination.Parts parts, Work work) {
        Request.require(parts);
        PartsRules.require(settings, work);
        try (var session = Session.open(settings.address(), "safeward", work)) {
            return new PartsLook(session, parts).outlook();
        }
    }

    @Override
    public boolean keepsSchemaText() {
        return false;
    }

    /** Nothing cheap tells commits of others from the server's own, so that this watch never claims to know. */
    @Override
    public ChangeWatch watch() {
        return NoChangeWatch.INSTANCE;
    }

    @Override
    public void discardStaging(String job) {
        new DiscardStaging(settings).discard(job);
    }

    /** The places of the jobs whose restore can be taken back by a rename, oldest first. */
    @Override
    public List<String> undoable() {
        return new Undo(settings).places();
    }

    /**
     * Puts the database that a restore replaced back in its place. What it is exchanged for is kept in turn, under this job.
     *
     * @param restoredBy the job whose restore is taken back
     * @throws Fault UNDO_IMPOSSIBLE, DATABASE_LOCKED, ...: nothing has changed
     */
    @Override
    public void undo(String restoredBy, String job, Fence fence, Duration lockTimeout) {
        new Undo(settings).run(restoredBy, job, fence, lockTimeout);
    }

    @Override
    public List<String> rightsBeyond() {
        try (var session = MaintenanceSession.openAnywhere(settings, "safeward")) {
            return UploadTrust.might(session);
        }
    }

    @Override
    public List<String> runsWhenRefilled() {
        try (var session = Session.open(settings.address(), "safeward", Work.UNWATCHED)) {
            return LoadedFunctions.of(session);
        }
    }

    @Override
    public boolean gathers(String table, Work work) {
        try (var session = Session.open(settings.address(), "safeward", work)) {
            return new Inventory(session)
                    .partitioned().stream().anyMatch(name -> name.toString().equals(table));
        }
    }

    /** Removes every database that is kept for an undo, and what could not be removed when its job ended. */
    @Override
    public void forgetReplaced(Predicate<String> known) {
        new Undo(settings).forget(known);
    }

    @Override
    public List<String> strays(Predicate<String> known) {
        return new Undo(settings).strays(known);
    }
}
