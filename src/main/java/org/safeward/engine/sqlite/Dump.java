package org.safeward.engine.sqlite;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.safeward.archive.Manifest;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Work;

/**
 * Writes a database as a script: settings, then each table with its rows, then virtual tables, indexes, views and triggers, so
 * that no trigger fires while rows are loaded. All of it is read in one transaction.
 */
final class Dump {
    private static final DateTimeFormatter HEADER_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Session session;
    private final Script script;
    private final List<Manifest.Table> tables = new ArrayList<>();

    Dump(Session session, OutputStream out, Work work) {
        this.session = session;
        this.script = new Script(out, work);
    }

    DumpFacts write() throws IOException {
        Instant moment = Instant.now();
        Schema schema = Schema.of(session);
        SchemaRehearsal rehearsal = new SchemaRehearsal(schema);
        header(moment);
        settings(schema);
        tables(schema, rehearsal);
        afterTheRows(schema, rehearsal);
        script.line("COMMIT;");
        script.finish();
        session.execute("ROLLBACK");
        return new DumpFacts(session.text("SELECT sqlite_version()"), moment, tables, details(schema));
    }

    private void header(Instant moment) throws IOException {
        script.line("-- Safeward Database Backup");
        script.line("-- Generated at: " + HEADER_TIME.format(moment.atZone(ZoneId.systemDefault())));
        script.line("-- Database Engine: sqlite");
        script.line("");
    }

    private void settings(Schema schema) throws IOException {
        script.line("PRAGMA foreign_keys=OFF;");
        // Rows that a constraint would refuse may be there all the same, and have to come back.
        script.line("PRAGMA ignore_check_constraints=ON;");
        script.line("PRAGMA encoding='" + schema.encoding() + "';");
        script.line("PRAGMA page_size=" + schema.pageSize() + ";");
        script.line("PRAGMA auto_vacuum=" + schema.autoVacuum() + ";");
        script.line("BEGIN TRANSACTION;");
        script.line("PRAGMA user_version=" + schema.userVersion() + ";");
        script.line("PRAGMA application_id=" + schema.applicationId() + ";");
        script.line("");
    }

    private void tables(Schema schema, SchemaRehearsal rehearsal) throws IOException {
        RowDecoder decoder = new RowDecoder(schema.encoding());
        Map<String, TableShape> shapes = TableShape.all(session);
        // A virtual table of the database into which the script is loaded takes its shadow tables along.
        for (SchemaObject object : schema.objects()) {
            if (object.virtual()) {
                lines(SchemaScript.drop(object));
            }
        }
        for (SchemaObject table : tablesWithRows(schema)) {
            lines(SchemaScript.drop(table));
            for (String statement : rehearsal.statements(table)) {
                script.line(statement);
            }
            if (table.internal()) {
                // Inserting into a table with AUTOINCREMENT has filled sqlite_sequence.
                script.line("DELETE FROM " + SqlNames.identifier(table.name()) + ";");
            }
            long rows = new TableRows(shapes.get(table.name()), session, decoder, script).write();
            if (!table.internal()) {
                tables.add(new Manifest.Table(table.name(), rows));
            }
            script.line("");
        }
    }

    private static List<SchemaObject> tablesWithRows(Schema schema) {
        return schema.inOrderOfWriting().stream().filter(SchemaObject::hasRows).toList();
    }

    private void afterTheRows(Schema schema, SchemaRehearsal rehearsal) throws IOException {
        for (SchemaObject object : schema.inOrderOfWriting()) {
            if (!object.hasRows()) {
                lines(object.virtual() ? List.of() : SchemaScript.drop(object));
                for (String statement : rehearsal.statements(object)) {
                    script.line(statement);
                }
            }
        }
    }

    private void lines(List<String> statements) throws IOException {
        for (String statement : statements) {
            script.line(statement + ";");
        }
    }

    private static Map<String, String> details(Schema schema) {
        return Map.of(
                "encoding", schema.encoding(),
                "page_size", String.valueOf(schema.pageSize()),
                "auto_vacuum", String.valueOf(schema.autoVacuum()),
                "user_version", String.valueOf(schema.userVersion()),
                "application_id", String.valueOf(schema.applicationId()),
                "journal_mode", schema.journalMode());
    }
}
