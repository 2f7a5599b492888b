package org.safeward.engine.postgresql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.Manifest;
import org.safeward.engine.DatabaseFacts;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Holds a restored database against what its backup file says: tables, rows, sequences. */
final class ContentCheck {
    private static final int SHOWN = 10;

    private final Session session;

    ContentCheck(Session session) {
        this.session = session;
    }

    /**
     * @param loaded what the script set the sequences to, as read while it ran
     * @throws Fault RESTORE_CHECK_FAILED, MANIFEST_MISMATCH
     */
    DatabaseFacts require(Optional<Manifest> manifest, ScriptTally loaded) {
        session.takeBackSettings();
        var inventory = new Inventory(session);
        var tables = inventory.countedTables();
        manifest.ifPresent(expected -> {
            requireSequences(expected, loaded);
            requireTables(expected.tables(), tables);
        });
        requireValues(loaded.sequences(), inventory.sequenceValues());
        return facts(session, tables);
    }

    static DatabaseFacts facts(Session session, List<Manifest.Table> tables) {
        long size = session.number("SELECT pg_catalog.pg_database_size(current_database())");
        return new DatabaseFacts(session.version().text(), size, tables);
    }

    /** What the file says against what it holds. Tables that an extension made are the extension's. */
    private void requireTables(List<Manifest.Table> expected, List<Manifest.Table> found) {
        Map<String, Long> rows = new HashMap<>();
        found.forEach(table -> rows.put(table.name(), table.rows()));
        var wrong = new ArrayList<String>();
        for (var table : expected) {
            Long there = rows.remove(table.name());
            if (there == null && !belongsToExtension(table.name())) {
                wrong.add(table.name() + " is missing");
            } else if (there != null && there != table.rows()) {
                wrong.add(table.name() + " has " + there + " rows, not " + table.rows());
            }
        }
        rows.keySet().forEach(name -> wrong.add(name + " is not in the manifest"));
        fail(ErrorCode.MANIFEST_MISMATCH, wrong);
    }

    private boolean belongsToExtension(String table) {
        return session.is(
                "SELECT count(*) > 0 FROM pg_catalog.pg_depend WHERE deptype = 'e'"
                        + " AND classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND objid = pg_catalog.to_regclass(?)",
                table);
    }

    private static void requireSequences(Manifest expected, ScriptTally loaded) {
        String count = expected.details().get("sequences");
        int found = loaded.sequences().size();
        if (count != null && !count.equals(String.valueOf(found))) {
            fail(ErrorCode.MANIFEST_MISMATCH, List.of(found + " sequences, not " + count));
        }
    }

    private static void requireValues(List<SequenceValue> expected, List<SequenceValue> found) {
        Map<TableName, SequenceValue> last = new HashMap<>();
        found.forEach(value -> last.put(value.sequence(), value));
        var wrong = new ArrayList<String>();
        for (var value : expected) {
            var there = last.get(value.sequence());
            if (there != null && !there.equals(value)) {
                wrong.add("sequence " + value.sequence() + " stands at " + there.last() + ", not " + value.last());
            }
        }
        fail(ErrorCode.RESTORE_CHECK_FAILED, wrong);
    }

    private static void fail(ErrorCode code, List<String> wrong) {
        if (!wrong.isEmpty()) {
            String more = wrong.size() > SHOWN ? ", and " + (wrong.size() - SHOWN) + " more" : "";
            throw new Fault(code, String.join(", ", wrong.subList(0, Math.min(SHOWN, wrong.size()))) + more);
        }
    }
}
