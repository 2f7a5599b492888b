package org.safeward.engine.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Census;
import org.safeward.engine.ChangeWatch;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.PartsOutlook;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.LiveFile;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Facts;
import org.safeward.engine.sqlite.dump.Dump;
import org.safeward.engine.sqlite.dump.PassedSchema;
import org.safeward.engine.sqlite.dump.Snapshot;
import org.safeward.engine.sqlite.parts.PartsStaging;
import org.safeward.engine.sqlite.restore.BuiltFile;
import org.safeward.engine.sqlite.restore.Durable;
import org.safeward.engine.sqlite.restore.NewFile;
import org.safeward.engine.sqlite.restore.Stage;
import org.safeward.engine.sqlite.restore.StagedFile;
import org.safeward.engine.sqlite.restore.Strays;
import org.safeward.engine.sqlite.script.ScriptCensus;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** A SQLite database: see the package for how its steps work. */
public final class SqliteEngine implements DatabaseEngine {
    public static final String KIND = "sqlite";

    /** How long a reader waits for a writer of a database without WAL. */
    private static final Duration READ_PATIENCE = Duration.ofSeconds(30);

    private static final int BUSY_MILLIS = 250;

    /** A watch has no job that could be stopped meanwhile. */
    private static final int WATCH_BUSY_MILLIS = 10_000;

    private static final System.Logger LOG = System.getLogger(SqliteEngine.class.getName());
    private static final Pattern JOB = Pattern.compile("[A-Za-z0-9_-]+");

    private final SqliteDatabase database;
    private final PassedSchema passed = new PassedSchema();

    public SqliteEngine(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String address() {
        return database.file().toString();
    }

    @Override
    public DatabaseFacts inspect(Work work) {
        return patiently(work, () -> {
            try (Session session = open(work)) {
                return Facts.of(session);
            }
        });
    }

    @Override
    public DumpFacts dump(OutputStream sql, Work work) throws IOException {
        try (Session session = open(work)) {
            // What is locked here is locked before anything is written; later the snapshot keeps its lock.
            patiently(work, () -> {
                session.beginReading();
                return session;
            });
            return new Dump(session, passed, sql, work).write();
        }
    }

    @Override
    public Census census(InputStream sql, Work work) throws IOException {
        return new ScriptCensus(work).read(sql);
    }

    @Override
    public boolean takesSnapshots() {
        return true;
    }

    @Override
    public DumpFacts snapshot(OutputStream image, Path scratch, Work work) throws IOException {
        try (Session session = open(work)) {
            patiently(work, () -> {
                session.beginReading();
                return session;
            });
            return new Snapshot(session, scratch, work).write(image);
        }
    }

    @Override
    public Census censusOfSnapshot(InputStream image, Path folder, Work work) throws IOException {
        return Snapshot.census(image, folder, work);
    }

    @Override
    public Staging stage(BackupScript script, String job, Destination destination, Work work) throws IOException {
        boolean live = destination instanceof Destination.Live;
        if (destination instanceof Destination.Parts parts) {
            PartsStaging.requirePossible(database.file(), parts, work);
        }
        LiveFile target = destination instanceof Destination.NewDatabase wanted
                ? NewFile.below(database.restoreDirectory(), wanted.name(), database.file())
                : LiveFile.of(database.file());
        Path staging = target.staging(checked(job));
        Optional<Long> pageSize = live ? patiently(work, () -> walPageSize(target, work)) : Optional.empty();
        BuiltFile built = new Stage(staging, pageSize, database.diskReserve(), work).build(script);
        StagedFile staged = new StagedFile(built, target, live, job, script.manifest());
        return destination instanceof Destination.Parts parts
                ? new PartsStaging(staged, built, target.path(), database.diskReserve(), parts)
                : staged;
    }

    @Override
    public PartsOutlook outlook(Destination.Parts parts, Work work) {
        return PartsStaging.outlook(database.file(), parts, work);
    }

    @Override
    public String freeTarget(String name, Work work) {
        return NewFile.free(database.restoreDirectory(), name, database.file())
                .path()
                .toString();
    }

    /** A database in WAL mode keeps its page size whatever is copied into it. */
    private static Optional<Long> walPageSize(LiveFile live, Work work) {
        if (!live.exists()) {
            return Optional.empty();
        }
        try (Session session = Session.read(live.path(), BUSY_MILLIS, work)) {
            boolean wal = session.text("PRAGMA journal_mode").equals("wal");
            return wal ? Optional.of(session.number("PRAGMA page_size")) : Optional.empty();
        } catch (Fault e) {
            if (e.code() == ErrorCode.DATABASE_DAMAGED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public ChangeWatch watch() {
        try {
            return DataVersionWatch.on(Session.read(database.file(), WATCH_BUSY_MILLIS, Work.UNWATCHED));
        } catch (Fault e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "commits to " + database.file() + " cannot be watched: " + e.getMessage());
            return DataVersionWatch.blind();
        }
    }

    @Override
    public List<String> strays(Predicate<String> known) {
        try {
            return Strays.beside(database.file(), database.restoreDirectory(), known);
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.DATABASE_UNREACHABLE, database.file(), e);
        }
    }

    /** Nobody can have given a file such a name: the job's place has a random token, which the catalog had first. */
    @Override
    public void discardStaging(String job) {
        if (!Strays.hasToken(checked(job))) {
            // Of an earlier version: then the name may be that of a file that somebody restored.
            return;
        }
        String suffix = LiveFile.STAGING + job;
        try {
            if (Files.isDirectory(database.file().getParent())) {
                Durable.deleteWithCompanions(LiveFile.of(database.file()).staging(job));
            }
            if (Files.isDirectory(database.restoreDirectory())) {
                try (DirectoryStream<Path> leftovers =
                        Files.newDirectoryStream(database.restoreDirectory(), "*" + suffix)) {
                    for (Path leftover : leftovers) {
                        Durable.deleteWithCompanions(leftover);
                    }
                }
            }
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.DATABASE_UNREACHABLE, database.file(), e);
        }
    }

    private Session open(Work work) {
        return Session.read(database.file(), BUSY_MILLIS, work);
    }

    /** The job becomes part of file names. */
    private static String checked(String job) {
        if (!JOB.matcher(job).matches()) {
            throw new IllegalArgumentException("not a job: " + job);
        }
        return job;
    }

    /** Waits for locks of others, in short steps so that a stop is heard. */
    private static <T> T patiently(Work work, Supplier<T> step) {
        long deadline = System.nanoTime() + READ_PATIENCE.toNanos();
        while (true) {
            work.checkpoint();
            try {
                return step.get();
            } catch (Fault e) {
                if (e.code() != ErrorCode.DATABASE_LOCKED || System.nanoTime() - deadline >= 0) {
                    throw e;
                }
            }
        }
    }
}
