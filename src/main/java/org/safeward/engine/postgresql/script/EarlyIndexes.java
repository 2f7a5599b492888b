package org.safeward.engine.postgresql.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Statements of a script that are run before the script comes to them: what {@link IndexesOfLargeTables} found while it was written. Each has to
 * come in the script after all, or the script is not the one that it was taken from.
 */
public final class EarlyIndexes {
    /** The member of a manifest's details that has them. */
    public static final String DETAIL = "indexes";

    private final Map<TableName, List<ScriptStatement>> indexes = new HashMap<>();
    private final Set<String> begun = new HashSet<>();

    /** @param script as {@link IndexesOfLargeTables#indexes} gives it */
    public static EarlyIndexes of(String script) throws IOException {
        return of(script, ContentEncoding.UTF8);
    }

    /** @param encoding of the script that has them as well */
    public static EarlyIndexes of(String script, ContentEncoding encoding) throws IOException {
        var ahead = new EarlyIndexes();
        var reader = new PostgresScriptReader(new ByteArrayInputStream((script + ";").getBytes(UTF_8)));
        for (var statement = reader.next(); statement != null; statement = reader.next()) {
            // Whatever else a manifest may say: only this may change its place.
            var table = RowIndex.tableOf(statement);
            if (table.isPresent()) {
                ahead.indexes
                        .computeIfAbsent(table.get(), name -> new ArrayList<>())
                        .add(new ScriptStatement(
                                statement.sql(), statement.line(), statement.number(), false, false, encoding));
            }
        }
        return ahead;
    }

    public static EarlyIndexes none() {
        return new EarlyIndexes();
    }

    /** What may be built now that the rows of a table are there; given once. */
    public List<ScriptStatement> take(TableName loaded) {
        var taken = indexes.remove(loaded);
        if (taken == null) {
            return List.of();
        }
        taken.forEach(statement -> begun.add(statement.sql()));
        return taken;
    }

    /** Whether this statement of the script was run ahead, so that it is not to be run now. */
    public boolean meet(ScriptStatement statement) {
        return !begun.isEmpty() && begun.remove(statement.sql());
    }

    /** @throws Fault SCRIPT_FAILED when something was run that the script does not have */
    public void requireAllMet() {
        if (!begun.isEmpty()) {
            throw new Fault(ErrorCode.SCRIPT_FAILED, 0, "not in the script: " + String.join("; ", begun));
        }
    }
}
