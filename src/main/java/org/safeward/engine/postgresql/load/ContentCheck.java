package org.safeward.engine.postgresql.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.Inventory;
import org.safeward.engine.postgresql.script.ScriptTally;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/** Holds a restored database against what its backup file says: tables, rows, sequences. */
public final class ContentCheck {
    private static final int SHOWN = 10;

    private final Session session;
    private final Work work;

    public ContentCheck(Session session, Work work) {
        this.session = session;
        this.work = work;
    }

    /**
     * @param loaded what was found while the script ran. What it did beside what it says is warned of, by table; any other difference
     *     is a fault.
     * @throws Fault RESTORE_CHECK_FAILED, MANIFEST_MISMATCH
     */
    public DatabaseFacts require(Optional<Manifest> manifest, Loaded loaded) {
        session.takeBackSettings();
        if (!loaded.tally().encoding().isWithoutEncoding()) {
            // A database without encoding gives names as bytes; these are to be held against those of a script that has
            // one.
            session.encoding().client(ContentEncoding.UTF8.name());
        }
        var inventory = new Inventory(session);
        var tables = inventory.countedTables();
        manifest.ifPresent(expected -> {
            requireSequences(expected, loaded.tally());
            requireTaken(expected.tables(), loaded);
            requireScript(expected, loaded.tally());
            requireTables(expected.tables(), tables, loaded.effects());
        });
        requireValues(loaded, inventory.sequenceValues());
        return facts(session, tables);
    }

    public static DatabaseFacts facts(Session session, List<Manifest.Table> tables) {
        long size = session.number("SELECT pg_catalog.pg_database_size(current_database())");
        return new DatabaseFacts(session.version().text(), size, tables);
    }

    /** What the file says against what the server took of it, row by row of its COPY statements. */
    private static void requireTaken(List<Manifest.Table> expected, Loaded loaded) {
        var wrong = new ArrayList<String>();
        for (var table : expected) {
            long taken = loaded.taken().of(table.name()).orElse(0);
            if (taken != table.rows()) {
                wrong.add(table.name() + " got " + taken + " rows, not " + table.rows());
            }
        }
        fail(ErrorCode.MANIFEST_MISMATCH, wrong);
    }

    /**
     * The script, read to its end, against the digests of what was read from the database when it was written: rows, statements of the schema,
     * sequences and large objects. Its own checksums say the same of its bytes, but whoever changes those can make them right again.
     *
     * @throws Fault MANIFEST_MISMATCH
     */
    public static void requireScript(Manifest manifest, ScriptTally read) {
        var compared = ContentComparison.of(manifest.tables(), manifest.details(), read.tables(), read.digests());
        var wrong = new ArrayList<String>();
        if (!compared.contradicting().isEmpty()) {
            wrong.add(shown(compared.contradicting()));
        }
        compared.others().forEach((what, state) -> {
            if (state != ContentComparison.State.SAME) {
                wrong.add("other " + what.replace('_', ' '));
            }
        });
        if (!wrong.isEmpty()) {
            throw new Fault(
                    ErrorCode.MANIFEST_MISMATCH, "the script against its manifest: " + String.join(", ", wrong));
        }
    }

    /** The first of them, in words. */
    private static String shown(List<ContentComparison.Table> differing) {
        return listed(differing.stream()
                .map(table -> table.before() == table.after()
                        ? table.name() + " has other rows"
                        : table.name() + " has " + Math.max(0, table.after()) + " rows, not "
                                + Math.max(0, table.before()))
                .toList());
    }

    /** What the file says against what it holds. Tables that an extension made are the extension's. */
    private void requireTables(List<Manifest.Table> expected, List<Manifest.Table> found, SideEffects effects) {
        Map<String, Long> rows = new HashMap<>();
        found.forEach(table -> rows.put(table.name(), table.rows()));
        var wrong = new ArrayList<String>();
        for (var table : expected) {
            Long there = rows.remove(table.name());
            if (there == null && !belongsToExtension(table.name())) {
                wrong.add(table.name() + " is missing");
            } else if (there != null && there != table.rows() && !explained(table, there, effects)) {
                wrong.add(table.name() + " has " + there + " rows, not " + table.rows());
            }
        }
        rows.keySet().forEach(name -> wrong.add(name + " is not in the manifest"));
        fail(ErrorCode.MANIFEST_MISMATCH, wrong);
    }

    private boolean explained(Manifest.Table expected, long there, SideEffects effects) {
        var effect = effects.on(expected.name()).filter(of -> expected.rows() + of.rows() == there);
        effect.ifPresent(of -> work.warn(Warning.of(
                WarningCode.ROWS_MADE_BY_SCRIPT, "table " + expected.name(), expected.rows(), there, of.statement())));
        return effect.isPresent();
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

    /** A script of others may have drawn from a sequence after it had set it: that is its own doing, and told. */
    private void requireValues(Loaded loaded, List<SequenceValue> found) {
        Map<TableName, SequenceValue> last = new HashMap<>();
        found.forEach(value -> last.put(value.sequence(), value));
        var wrong = new ArrayList<String>();
        for (var value : loaded.tally().sequences()) {
            var there = last.get(value.sequence());
            if (there == null || there.equals(value)) {
                continue;
            }
            if (!loaded.sequencesLast()) {
                work.warn(Warning.of(
                        WarningCode.SEQUENCE_MOVED_BY_SCRIPT,
                        "sequence " + value.sequence(),
                        value.last(),
                        there.last()));
            } else {
                wrong.add("sequence " + value.sequence() + " stands at " + there.last() + ", not " + value.last());
            }
        }
        fail(ErrorCode.RESTORE_CHECK_FAILED, wrong);
    }

    private static void fail(ErrorCode code, List<String> wrong) {
        if (!wrong.isEmpty()) {
            throw new Fault(code, listed(wrong));
        }
    }

    private static String listed(List<String> wrong) {
        String more = wrong.size() > SHOWN ? ", and " + (wrong.size() - SHOWN) + " more" : "";
        return String.join(", ", wrong.subList(0, Math.min(SHOWN, wrong.size()))) + more;
    }
}
