package org.safeward.engine.postgresql.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * Gathers, while a script is read, the indexes of its large tables that may be built before the script comes to them
 * ({@link RowIndex}), for {@link EarlyIndexes}. The script names its indexes behind the rows of all tables; whoever knows them
 * earlier can build them while other tables are loaded.
 */
public final class IndexesOfLargeTables {
    /** Of rows in the script: what is smaller is loaded by one session, and its indexes take no time that is worth knowing them for. */
    public static final long BYTES = 16 << 20;

    private final long least;
    private final Map<TableName, Long> bytes = new HashMap<>();
    private final List<String> indexes = new ArrayList<>();
    private boolean anyRows;
    private boolean settingsChanged;

    public IndexesOfLargeTables() {
        this(BYTES);
    }

    /** @param least bytes of a large table */
    public IndexesOfLargeTables(long least) {
        this.least = least;
    }

    /** Statements that come after a setting was changed need that setting, and are left where they are. */
    public void statement(ScriptStatement statement) {
        settingsChanged |= anyRows && StatementLocks.of(statement).reach() == StatementLocks.Reach.SESSIONS;
        if (!settingsChanged
                && RowIndex.tableOf(statement)
                        .filter(table -> bytes.getOrDefault(table, 0L) >= least)
                        .isPresent()) {
            indexes.add(statement.sql());
        }
    }

    /** Bytes of the rows that follow this COPY. */
    public void rows(ScriptStatement copy, long count) {
        anyRows = true;
        bytes.merge(copy.copiedTable(""), count, Long::sum);
    }

    /** The statements as a script, in their order; empty when there are none. */
    public String indexes() {
        return String.join(";\n", indexes);
    }
}
