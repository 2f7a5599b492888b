package org.safeward.engine.sqlite.parts;

import java.util.List;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;

/** Damage of the live database that SQLite opens all the same: rows written into one table might destroy those of another. */
final class LiveDamage {
    /** How SQLite begins what it has to say of its b-trees, before it looks at any row. */
    private static final String OF_TREES = "*** in database";

    private LiveDamage() {}

    /**
     * Reads all pages, which takes about a second for each gigabyte.
     *
     * @throws Fault PARTS_IMPOSSIBLE
     */
    static void requireSoundTrees(Session live) {
        List<String> words;
        try {
            words = live.rows("PRAGMA main.quick_check(1)", row -> row.getString(1));
        } catch (Fault e) {
            if (e.code() != ErrorCode.DATABASE_UNREACHABLE) {
                throw e;
            }
            // A virtual table whose module is not here ends the check behind the trees; nothing is written into it.
            return;
        }
        words.stream().filter(said -> said.startsWith(OF_TREES)).findFirst().ifPresent(said -> {
            throw damaged(said.replaceAll("\\s+", " "));
        });
    }

    /**
     * Two tables or indexes in one place: what one gets the other has too.
     *
     * @throws Fault PARTS_IMPOSSIBLE
     */
    static void requireOwnPages(Session live) {
        List<String> sharing = live.rows(
                "SELECT name FROM main.sqlite_schema WHERE rootpage > 0 GROUP BY rootpage HAVING count(*) > 1",
                row -> RawText.shown(live.name(row, 1)));
        if (!sharing.isEmpty()) {
            throw damaged(String.join(", ", sharing));
        }
    }

    private static Fault damaged(String where) {
        return PartsImpossible.of(ReasonCode.WHY_LIVE_DAMAGED_AT, where);
    }
}
