package org.safeward.engine.sqlite.dump;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.connection.SqliteFaults;
import org.safeward.engine.sqlite.content.Schema;
import org.safeward.engine.sqlite.content.SchemaObject;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.engine.sqlite.script.TextLiterals;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Creates a schema in an empty database in memory before it is written, to see what becomes of it: an object that cannot be
 * created here again (it needs a function or collation that only the application has) is a fault now, not when the backup
 * is needed; one whose text comes out otherwise gets a statement that corrects it.
 */
final class SchemaRehearsal {
    private final Session stage;
    private final String encoding;

    /** By identity: names differ in less than their objects do. */
    private final Set<SchemaObject> corrected = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @throws Fault SCHEMA_NOT_RESTORABLE */
    SchemaRehearsal(Schema schema) {
        this.encoding = schema.encoding();
        try (Session memory = Session.memory()) {
            stage = memory;
            stage.execute("PRAGMA encoding='" + encoding + "'");
            stage.execute("PRAGMA ignore_check_constraints=ON");
            if (hasTablesAlone(schema)) {
                tableByTable(schema);
            } else {
                schema.inOrderOfWriting().forEach(this::rehearse);
            }
        }
    }

    /** The objects whose text comes out otherwise, and is right after {@link SchemaScript#correct}. */
    Set<SchemaObject> corrected() {
        return corrected;
    }

    /** A view or a virtual table may need any of the others; an index or a trigger only its table. */
    private static boolean hasTablesAlone(Schema schema) {
        return schema.objects().stream()
                .noneMatch(object -> object.virtual() || object.type().equals("view"));
    }

    /** For each object that it creates SQLite reads the whole schema, so thousands of tables are not kept to the end. */
    private void tableByTable(Schema schema) {
        Map<String, List<SchemaObject>> tables = new LinkedHashMap<>();
        for (SchemaObject object : schema.inOrderOfWriting()) {
            tables.computeIfAbsent(SqlNames.folded(object.table()), name -> new ArrayList<>())
                    .add(object);
        }
        for (List<SchemaObject> group : tables.values()) {
            group.forEach(this::rehearse);
            SchemaObject first = group.get(0);
            if (first.isTable() && !first.internal()) {
                stage.execute("DROP TABLE " + SqlNames.identifier(first.name()));
            }
        }
    }

    private void rehearse(SchemaObject object) {
        run(SchemaScript.lines(SchemaScript.create(object)), object);
        boolean shellDropsLineEnds = !object.virtual() && object.sql().contains("\r\n");
        if (shellDropsLineEnds || !textIsKept(object)) {
            run(SchemaScript.lines(SchemaScript.correct(object)), object);
            corrected.add(object);
        }
    }

    private void run(List<String> some, SchemaObject object) {
        try {
            for (String statement : some) {
                stage.tryExecute(statement);
            }
        } catch (SQLException e) {
            throw new Fault(e, ErrorCode.SCHEMA_NOT_RESTORABLE, RawText.shown(object.name()), SqliteFaults.reason(e));
        }
    }

    private boolean textIsKept(SchemaObject object) {
        String column = encoding.equals("UTF-8") ? "CAST(sql AS BLOB)" : "sql";
        List<byte[]> kept = stage.rows(
                "SELECT " + column + " FROM sqlite_schema WHERE type = " + TextLiterals.literal(object.type())
                        + " AND name = " + TextLiterals.literal(object.name()),
                row -> encoding.equals("UTF-8")
                        ? row.getBytes(1)
                        : row.getString(1).getBytes(StandardCharsets.UTF_8));
        return kept.size() == 1 && Arrays.equals(kept.get(0), SchemaScript.expected(object));
    }
}
