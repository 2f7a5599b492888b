package org.safeward.databases;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
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
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Faults;
import org.safeward.settings.BadSettings;
import org.safeward.settings.ProtectedDatabase;

/**
 * The engine of a database whose address a data source of the server gives. The data source has to be there when Safeward starts, its database
 * need not: it is asked when it is first needed, until it has answered once.
 */
final class DataSourceEngine implements DatabaseEngine {
    private static final Logger LOG = System.getLogger(DataSourceEngine.class.getName());

    private final ProtectedDatabase database;
    private final DataSource source;
    private final Engines engines;
    private final DataSourceQuestion question;
    private volatile DatabaseEngine found;

    private DataSourceEngine(
            ProtectedDatabase database, DataSource source, Engines engines, DataSourceQuestion question) {
        this.database = database;
        this.source = source;
        this.engines = engines;
        this.question = question;
    }

    /** @throws BadSettings when the server has no such data source */
    static DataSourceEngine of(ProtectedDatabase database, Engines engines, DataSourceQuestion question) {
        DataSourceEngine engine = new DataSourceEngine(database, lookUp(database), engines, question);
        try {
            engine.found();
        } catch (Fault e) {
            LOG.log(Level.WARNING, "database " + database.name() + ": " + e.getMessage());
        }
        return engine;
    }

    private static DataSource lookUp(ProtectedDatabase database) {
        String setting = "safeward.database." + database.name() + ".datasource";
        String name = database.dataSource().orElseThrow();
        try {
            Object there = new InitialContext().lookup(name);
            if (there instanceof DataSource source) {
                return source;
            }
            throw new BadSettings(List.of(setting + " names " + name + ", which is no data source"));
        } catch (NamingException e) {
            LOG.log(Level.DEBUG, "no " + name, e);
            throw new BadSettings(List.of(setting + " names " + name + ", which this server does not have"));
        }
    }

    private DatabaseEngine found() {
        DatabaseEngine engine = found;
        if (engine == null) {
            engine = engines.of(database, source, ask());
            found = engine;
        }
        return engine;
    }

    private DataSourceQuestion.Answer ask() {
        try {
            return question.ask(source);
        } catch (SQLException e) {
            throw unreachable(e);
        } catch (RuntimeException e) {
            throw unreachable(Faults.unwrapped(e));
        }
    }

    private Fault unreachable(Throwable cause) {
        return new Fault(cause, ErrorCode.DATABASE_UNREACHABLE, address(), cause.getMessage());
    }

    @Override
    public String kind() {
        return found().kind();
    }

    /** The name of the data source until it has answered. */
    @Override
    public String address() {
        DatabaseEngine engine = found;
        return engine == null ? database.dataSource().orElseThrow() : engine.address();
    }

    @Override
    public DatabaseFacts inspect(Work work) {
        return found().inspect(work);
    }

    @Override
    public DumpFacts dump(OutputStream sql, Work work) throws IOException {
        return found().dump(sql, work);
    }

    @Override
    public Census census(InputStream sql, Work work) throws IOException {
        return found().census(sql, work);
    }

    @Override
    public boolean takesSnapshots() {
        return found().takesSnapshots();
    }

    @Override
    public DumpFacts snapshot(OutputStream image, Path scratch, Work work) throws IOException {
        return found().snapshot(image, scratch, work);
    }

    @Override
    public Census censusOfSnapshot(InputStream image, Path folder, Work work) throws IOException {
        return found().censusOfSnapshot(image, folder, work);
    }

    @Override
    public Staging stage(BackupScript script, String job, Destination destination, Work work) throws IOException {
        return found().stage(script, job, destination, work);
    }

    @Override
    public String freeTarget(String name, Work work) {
        return found().freeTarget(name, work);
    }

    @Override
    public boolean maySkip(String object) {
        return found().maySkip(object);
    }

    @Override
    public PartsOutlook outlook(Destination.Parts parts, Work work) {
        return found().outlook(parts, work);
    }

    @Override
    public boolean gathers(String table, Work work) {
        return found().gathers(table, work);
    }

    @Override
    public Optional<RestoreWay> restoreWay(Work work) {
        return found().restoreWay(work);
    }

    @Override
    public Optional<Rehearsal> rehearse(BackupScript script, String job, Work work) throws IOException {
        return found().rehearse(script, job, work);
    }

    @Override
    public boolean keepsSchemaText() {
        return found().keepsSchemaText();
    }

    @Override
    public ChangeWatch watch() {
        return found().watch();
    }

    @Override
    public ScriptKind dumpKind() {
        return found().dumpKind();
    }

    @Override
    public List<String> undoable() {
        return found().undoable();
    }

    @Override
    public void undo(String restoredBy, String job, Fence fence, Duration lockTimeout) {
        found().undo(restoredBy, job, fence, lockTimeout);
    }

    @Override
    public void forgetReplaced(Predicate<String> known) {
        found().forgetReplaced(known);
    }

    @Override
    public List<String> rightsBeyond() {
        return found().rightsBeyond();
    }

    @Override
    public List<String> runsWhenRefilled() {
        return found().runsWhenRefilled();
    }

    @Override
    public List<String> strays(Predicate<String> known) {
        return found().strays(known);
    }

    @Override
    public void discardStaging(String job) {
        found().discardStaging(job);
    }
}
