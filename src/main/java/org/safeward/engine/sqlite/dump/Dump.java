package org.safeward.engine.sqlite.dump;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.RowDigest;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.content.ModuleCheck;
import org.safeward.engine.sqlite.content.Schema;
import org.safeward.engine.sqlite.content.SchemaObject;
import org.safeward.engine.sqlite.content.TableIndex;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.Script;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * Writes a database as a script: settings, then each table with its rows, then virtual tables, indexes, views and triggers, so
 * that no trigger fires while rows are loaded. All of it is read in one transaction.
 */
public final class Dump {
    private static final DateTimeFormatter HEADER_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Session session;
    private final Script script;
    private final PassedSchema passed;
    private final List<Manifest.Table> tables = new ArrayList<>();
    private final RowDigest internal = new RowDigest();
    private final List<Warning> warnings = new ArrayList<>();
    private final Map<String, TableShape> shapes;
    private final Map<String, List<TableIndex>> indexes;
    private final Map<String, IndexReview> reviews = new HashMap<>();

    public Dump(Session session, OutputStream out, Work work) {
        this(session, new PassedSchema(), out, work);
    }

    /** @param passed what is known of this database's schema from an earlier dump */
    public Dump(Session session, PassedSchema passed, OutputStream out, Work work) {
        this.session = session;
        this.passed = passed;
        this.script = new Script(out, work);
        this.shapes = TableShape.all(session);
        this.indexes = TableIndex.all(session);
    }

    public DumpFacts write() throws IOException {
        Instant moment = Instant.now();
        Schema schema = Schema.of(session);
        Set<SchemaObject> corrected = passed.corrected(schema);
        header(moment);
        settings(schema);
        tables(schema, corrected);
        afterTheRows(schema, corrected);
        askModules();
        reservedBytes();
        script.line("COMMIT;");
        script.finish();
        session.execute("ROLLBACK");
        return new DumpFacts(session.text("SELECT sqlite_version()"), moment, tables, details(schema), warnings);
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

    private void tables(Schema schema, Set<SchemaObject> corrected) throws IOException {
        // A virtual table of the database into which the script is loaded takes its shadow tables along.
        for (SchemaObject object : schema.objects()) {
            if (object.virtual()) {
                lines(SchemaScript.drop(object));
            }
        }
        for (SchemaObject table : tablesWithRows(schema)) {
            lines(SchemaScript.drop(table));
            create(table, corrected);
            if (table.internal()) {
                // Inserting into a table with AUTOINCREMENT has filled sqlite_sequence.
                script.line("DELETE FROM " + SqlNames.identifier(table.name()) + ";");
            }
            TableRows rows = rows(table, shapes.get(table.name()), schema.encoding());
            if (table.internal()) {
                byte[] named = RawText.bytes(table.name() + " " + rows.digest());
                internal.add(named, 0, named.length);
            } else {
                tables.add(new Manifest.Table(RawText.shown(table.name()), rows.rows(), rows.digest()));
            }
            script.line("");
        }
    }

    private void create(SchemaObject object, Set<SchemaObject> corrected) throws IOException {
        List<String> correction = corrected.contains(object) ? SchemaScript.correct(object) : List.of();
        for (List<String> statements : List.of(SchemaScript.create(object), correction)) {
            for (String line : SchemaScript.lines(statements)) {
                script.line(line);
            }
        }
    }

    /** @return what was written */
    private TableRows rows(SchemaObject table, TableShape shape, String encoding) throws IOException {
        List<TableIndex> own = indexes.getOrDefault(table.name(), List.of());
        IndexReview review = new IndexReview(shape, own, session);
        reviews.put(table.name(), review);
        TableRows rows = new TableRows(shape, session, encoding, script);
        boolean duplicates = own.stream().anyMatch(index -> index.isDeclared() && review.isNotUnique(index));
        boolean asStored = duplicates || !shape.ofKind(Column.Kind.STORED).isEmpty();
        boolean breaks = asStored ? rows.anyBreaksDeclaration() : !rows.write();
        if (asStored || breaks) {
            Optional<StoredForm> form = StoredForm.of(table, shape, own);
            lines(form.map(StoredForm::take).orElse(List.of()));
            rows.shape(form.isPresent() ? shape.undeclared() : shape.unquestioned());
            rows.write();
            lines(form.map(StoredForm::giveBack).orElse(List.of()));
            if (breaks || duplicates) {
                warnings.add(odd(table, form));
            } else if (form.isEmpty()) {
                warnings.add(Warning.of(WarningCode.STORED_COMPUTED_ANEW, RawText.shown(table.name())));
            }
        }
        return rows;
    }

    private Warning odd(SchemaObject table, Optional<StoredForm> form) {
        String name = RawText.shown(table.name());
        if (form.isEmpty()) {
            return Warning.of(
                    WarningCode.OBJECT_NOT_RESTORABLE,
                    name,
                    "UNIQUE over a virtual column, and rows that break the declaration");
        }
        return form.get().lacksKeys(session)
                ? Warning.of(WarningCode.OBJECT_NOT_RESTORABLE, name, "NULL in the key of a table WITHOUT ROWID")
                : Warning.of(WarningCode.ROWS_BREAK_DECLARATION, name);
    }

    private static List<SchemaObject> tablesWithRows(Schema schema) {
        return schema.inOrderOfWriting().stream().filter(SchemaObject::hasRows).toList();
    }

    private void afterTheRows(Schema schema, Set<SchemaObject> corrected) throws IOException {
        for (SchemaObject object : schema.inOrderOfWriting()) {
            if (!object.hasRows()) {
                lines(object.virtual() ? List.of() : SchemaScript.drop(object));
                if (!object.type().equals("index") || !odd(object, schema.encoding())) {
                    create(object, corrected);
                }
            }
        }
    }

    /** Writes an index that would not come back by creating it. @return whether it was one */
    private boolean odd(SchemaObject object, String encoding) throws IOException {
        TableIndex index = indexes.getOrDefault(object.table(), List.of()).stream()
                .filter(candidate -> candidate.name().equals(object.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an index without a table: " + object.name()));
        IndexReview review = reviews.get(object.table());
        if (review.differs(index)) {
            Optional<StoredIndex> stored = review.isIncomplete(index)
                    ? Optional.empty()
                    : StoredIndex.of(object, index, shapes.get(object.table()), session);
            if (stored.isPresent()) {
                stored.get().write(session, encoding, script);
                return true;
            }
            if (review.fails(index)) {
                warnings.add(Warning.of(
                        WarningCode.OBJECT_NOT_RESTORABLE,
                        RawText.shown(object.name()),
                        "its entries cannot be read or computed"));
                return true;
            }
            warnings.add(Warning.of(
                    WarningCode.INDEX_COMPUTED_ANEW, RawText.shown(object.name()), RawText.shown(object.table())));
        }
        if (review.isNotUnique(index)) {
            lines(SchemaScript.createNotUnique(object));
            return true;
        }
        return false;
    }

    private void reservedBytes() {
        long reserved = PageReserve.bytes(session);
        if (reserved > 0) {
            warnings.add(Warning.of(WarningCode.RESERVED_BYTES_LOST, "main", reserved));
        }
    }

    /** What they say of a table now they will say of the restored one, which is no damage then. */
    private void askModules() {
        for (String table : ModuleCheck.virtualTables(session)) {
            ModuleCheck.words(table, session)
                    .ifPresent(words -> warnings.add(
                            Warning.of(WarningCode.VIRTUAL_TABLE_INCONSISTENT, RawText.shown(table), words)));
        }
    }

    private void lines(List<String> statements) throws IOException {
        for (String statement : statements) {
            script.line(statement + ";");
        }
    }

    private Map<String, String> details(Schema schema) {
        Map<String, String> details = new HashMap<>(schema.details());
        details.put("digest_internal", internal.hex());
        return details;
    }
}
