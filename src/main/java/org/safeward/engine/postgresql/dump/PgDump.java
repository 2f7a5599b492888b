package org.safeward.engine.postgresql.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.Inventory;
import org.safeward.engine.postgresql.script.DumpHead;
import org.safeward.engine.postgresql.script.ScriptCensus;
import org.safeward.engine.postgresql.script.ScriptHeader;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.PostgresVersion;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * Dumps a database by pg_dump. The snapshot is ours and lent to pg_dump, so that the catalogs can be asked about the very moment
 * that is dumped: a table or sequence that pg_dump leaves out fails the backup.
 */
public final class PgDump {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private static final int MOST_TRIES = 10;
    private static final long PAUSE_MILLIS = 300;

    private final PgDumpProgram program;
    private Session session;
    private final Optional<Path> secretDirectory;
    private final Work work;
    private ContentEncoding encoding;
    private Map<String, String> display = Map.of();

    public PgDump(PgDumpProgram program, Session session, Optional<Path> secretDirectory, Work work) {
        this.program = program;
        this.session = session;
        this.secretDirectory = secretDirectory;
        this.work = work;
    }

    /** As if the database had these settings of its own: those on which the text of values depends. */
    public PgDump under(OwnSettings settings) {
        display = settings.ofDisplay();
        return this;
    }

    public DumpFacts dump(OutputStream sql) throws IOException {
        return mayHaveAnother() ? dumpOurSnapshot(sql) : dumpAlone(sql);
    }

    /** Whether pg_dump may connect while we are. */
    private boolean mayHaveAnother() {
        try (var another = Session.open(session.address(), "safeward", work)) {
            return another.is("SELECT true");
        } catch (Fault e) {
            if (e.code() != ErrorCode.SERVER_LIMIT) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Where the role may have one connection only: pg_dump takes a snapshot of its own. What was there before it and is there behind it has to be
     * in the dump; what came or went meanwhile may be.
     */
    private DumpFacts dumpAlone(OutputStream sql) throws IOException {
        var moment = Instant.ofEpochMilli(
                session.number("SELECT (extract(epoch FROM pg_catalog.transaction_timestamp()) * 1000)::bigint"));
        writeHeader(sql, moment);
        var before = names();
        encoding = ContentEncoding.forDump(session.encoding().ofServer());
        var server = session.version();
        long begun = System.nanoTime();
        session.close();
        var census = patiently(server, Optional.empty(), sql);
        try (var after = Session.open(session.address(), "safeward", work)) {
            session = after;
            var lasting = names();
            lasting.retainAll(before);
            requireWhole(census, lasting);
            return facts(sql, census, moment, begun);
        }
    }

    private DumpFacts dumpOurSnapshot(OutputStream sql) throws IOException {
        session.begin();
        session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        String snapshot = session.string("SELECT pg_catalog.pg_export_snapshot()");
        var moment = Instant.ofEpochMilli(
                session.number("SELECT (extract(epoch FROM pg_catalog.transaction_timestamp()) * 1000)::bigint"));
        writeHeader(sql, moment);
        long begun = System.nanoTime();
        encoding = ContentEncoding.forDump(session.encoding().ofServer());
        var census = patiently(session.version(), Optional.of(snapshot), sql);
        requireWhole(census, names());
        var facts = facts(sql, census, moment, begun);
        session.rollback();
        return facts;
    }

    private DumpFacts facts(OutputStream sql, ScriptCensus census, Instant moment, long begun) throws IOException {
        dropPublicIfAbsent(sql);
        return new DumpFacts(
                session.version().text(),
                moment,
                census.tally().tables(),
                DumpDetails.of(program, session, encoding, census),
                warnings(census, Duration.ofNanos(System.nanoTime() - begun)));
    }

    /**
     * Where a role may have few connections, the server needs a moment until the last one of them has left. It refuses pg_dump before that
     * has written anything.
     */
    private ScriptCensus patiently(PostgresVersion server, Optional<String> snapshot, OutputStream sql)
            throws IOException {
        for (int tries = 1; ; tries++) {
            var census = new ScriptCensus(work);
            try {
                run(server, snapshot, sql, census);
                return census;
            } catch (Fault e) {
                if (tries == MOST_TRIES || e.code() != ErrorCode.SERVER_LIMIT) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private void pause(Fault cause) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
        work.checkpoint();
    }

    private void run(PostgresVersion server, Optional<String> snapshot, OutputStream sql, ScriptCensus census)
            throws IOException {
        try (var process = new PgDumpProcess(
                program, server, session.address(), secretDirectory, encoding.name(), snapshot, display, work)) {
            try {
                process.requireConnected();
                var head = new DumpHead(sql);
                census.read(new TeeInputStream(process.output(), head), head);
            } catch (Fault cut) {
                // Output cut short has a cause, and that is what the user needs to know.
                if (cut.code() == ErrorCode.BACKUP_TRUNCATED) {
                    process.requireSuccess();
                }
                throw cut;
            } catch (IOException e) {
                work.checkpoint();
                throw e;
            }
            process.requireSuccess();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkStopped(e);
        }
    }

    private Set<String> names() {
        var inventory = new Inventory(session);
        return Stream.concat(inventory.tables().stream(), inventory.sequences().stream())
                .map(TableName::toString)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void requireWhole(ScriptCensus census, Set<String> wanted) {
        census.header().requireComplete();
        Set<String> dumped = new HashSet<>();
        census.tally().tables().forEach(table -> dumped.add(table.name()));
        census.tally().sequences().forEach(value -> dumped.add(value.sequence().toString()));
        var lost = wanted.stream().filter(name -> !dumped.contains(name)).toList();
        if (!lost.isEmpty()) {
            throw new Fault(ErrorCode.DUMP_FAILED, "it left out " + String.join(", ", lost));
        }
    }

    /** Every new database has the schema public. One that has lost it has to lose it again, which pg_dump does not write. */
    private void dropPublicIfAbsent(OutputStream sql) throws IOException {
        if (session.number("SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = 'public'") == 0) {
            sql.write("\nDROP SCHEMA IF EXISTS public;\n".getBytes(UTF_8));
        }
    }

    private List<Warning> warnings(ScriptCensus census, Duration taken) {
        var warnings = new ArrayList<>(new Forecast(session).warnings(taken));
        census.unreadable().stream()
                .map(statement ->
                        Warning.of(WarningCode.BYTES_NOT_TEXT, statement.excerpt(), statement.line(), encoding.name()))
                .forEach(warnings::add);
        return warnings;
    }

    /** The three lines at the head of a backup file. */
    private static void writeHeader(OutputStream sql, Instant moment) throws IOException {
        sql.write((ScriptHeader.SAFEWARD + "\n-- Generated at: " + TIME.format(moment) + "\n-- Database Engine: "
                        + PostgresAddress.KIND + "\n\n")
                .getBytes(UTF_8));
    }
}
