package org.safeward.engine.postgresql.json;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.BackupScript;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Destination;
import org.safeward.engine.Fence;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.OwnTransaction;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.ProvenCommit;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.connection.SqlFault;
import org.safeward.engine.postgresql.connection.TextSettings;
import org.safeward.engine.postgresql.content.Inventory;
import org.safeward.engine.postgresql.content.TableShape;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A restore of a JSON backup, which holds rows and no schema: in one transaction it empties and fills the tables that it lists
 * and leaves all others alone. Staged is only the reading of it.
 */
public record JsonStaging(PostgresSettings settings, String job, BackupScript script, JsonCensus read)
        implements Staging {

    /** @throws Fault TARGET_LACKS, TARGET_INVALID: nothing has been touched */
    public static Staging stage(
            PostgresSettings settings, BackupScript script, String job, Destination destination, Work work)
            throws IOException {
        if (destination instanceof Destination.NewDatabase other) {
            throw new Fault(ErrorCode.TARGET_INVALID, other.name() + " (JSON holds no schema to make it with)");
        }
        try (var file = script.open();
                var session = open(settings, script, job, work)) {
            var read = JsonCensus.of(file.sql(), work);
            requireTables(session, read);
            return new JsonStaging(settings, job, script, read);
        }
    }

    @Override
    public DatabaseFacts check(Work work) {
        var tables = read.census().tables();
        var manifest = script.manifest().map(Manifest::tables);
        if (manifest.isPresent() && !manifest.get().equals(tables)) {
            throw new Fault(
                    ErrorCode.MANIFEST_MISMATCH, "it holds " + tables + ", its manifest says " + manifest.get());
        }
        try (var session = open(work)) {
            return new DatabaseFacts(session.version().text(), 0, tables);
        }
    }

    @Override
    public void swap(Fence fence, Duration lockTimeout, Work work) throws IOException {
        try (var file = script.open();
                var session = open(work)) {
            session.workUnder(
                    OwnSettings.ofBackup(
                            script.manifest(), session, settings.address().database()),
                    TextSettings.OF_ROWS);
            // A policy that hides rows has to be an error, or rows would stay in silence.
            session.execute("SET row_security = off");
            session.lockTimeout(lockTimeout);
            var transaction = OwnTransaction.begin(session);
            refill(session, file, work);
            requireRows(session);
            new ProvenCommit(transaction, settings.address(), job).commit(fence);
        }
    }

    /** A transaction that was not committed has left nothing. */
    @Override
    public void close() {}

    /** Names and values as the file has them. */
    private Session open(Work work) {
        return open(settings, script, job, work);
    }

    private static Session open(PostgresSettings settings, BackupScript script, String job, Work work) {
        var session = Session.open(settings.address(), RestoreNames.session(job), work);
        var encoding = ContentEncoding.of(script.manifest());
        if (encoding.isWithoutEncoding()
                && !ContentEncoding.isWithoutEncoding(session.encoding().ofServer())) {
            session.close();
            throw new Fault(ErrorCode.TARGET_LACKS, "a database with the encoding " + encoding.name());
        }
        session.encoding().content(encoding);
        return session;
    }

    private static void requireTables(Session session, JsonCensus read) {
        var lacking = new ArrayList<String>();
        var inventory = new Inventory(session);
        var tables = inventory.tables();
        for (var shape : read.shapes()) {
            if (!tables.contains(shape.name())) {
                lacking.add("table " + shape.name());
            } else {
                var columns = TableShape.of(session, shape.name()).columns();
                shape.columns().stream()
                        .filter(column -> !columns.contains(column))
                        .forEach(column -> lacking.add(
                                "column " + shape.name() + "." + column.name() + " of type " + column.type()));
            }
        }
        var sequences = inventory.sequences();
        read.sequences().stream()
                .filter(value -> !sequences.contains(value.sequence()))
                .forEach(value -> lacking.add("sequence " + value.sequence()));
        if (!lacking.isEmpty()) {
            throw new Fault(ErrorCode.TARGET_LACKS, String.join(", ", lacking));
        }
    }

    private void refill(Session session, BackupFileReader file, Work work) throws IOException {
        try {
            var refill = new Refill(session, work);
            refill.prepare(read.shapes());
            new JsonReading(refill, work).read(file.sql());
            refill.finish();
        } catch (Fault e) {
            throw isAboutRows(e) ? new Fault(e, ErrorCode.RESTORE_CHECK_FAILED, String.join(", ", e.arguments())) : e;
        }
    }

    /** Whether the rules of the tables that are there now do not let the rows in: the states of data and of integrity. */
    private static boolean isAboutRows(Fault e) {
        return e.code() == ErrorCode.DATABASE_ERROR
                && e.getCause() instanceof SQLException refused
                && SqlFault.state(refused).matches("2[23].*");
    }

    /** The tables that it does not list are not its concern. */
    private void requireRows(Session session) {
        session.takeBackSettings();
        session.encoding().content(ContentEncoding.of(script.manifest()));
        var found = new Inventory(session).countedTables();
        for (var table : read.census().tables()) {
            if (!found.contains(table)) {
                throw new Fault(ErrorCode.RESTORE_CHECK_FAILED, table.name() + " has not " + table.rows() + " rows");
            }
        }
    }
}
