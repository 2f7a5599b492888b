package org.safeward.engine.postgresql.content;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.safeward.engine.postgresql.sql.ScriptStatement;

/** How many rows the server says that it took, table by table of the COPY statements, over all sessions of a script. Thread-safe. */
public final class RowsTaken {
    private final Map<String, Long> rows = new ConcurrentHashMap<>();

    public void add(ScriptStatement copy, long count) {
        rows.merge(copy.copiedTable("public").toString(), count, Long::sum);
    }

    /** By the name that manifests have for a table; empty when nothing was copied into it. */
    public OptionalLong of(String table) {
        Long count = rows.get(table);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
