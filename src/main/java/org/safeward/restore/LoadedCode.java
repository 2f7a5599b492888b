package org.safeward.restore;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.fault.Messages;

/**
 * Which functions of users a restore runs while it loads a backup, with the rights of a role that reach beyond the database: told in the
 * preview, and by the job before it loads. Their owner may have written them for that.
 *
 * @param key of the text
 */
record LoadedCode(String key, List<String> arguments) {

    /**
     * Empty where nothing has to be told.
     *
     * @param details of the file's manifest
     * @throws org.safeward.fault.Fault DATABASE_UNREACHABLE, ...: the role's rights cannot be asked for
     */
    static Optional<LoadedCode> of(DatabaseEngine engine, Map<String, String> details) {
        if (!engine.kind().equals(PostgresEngine.KIND)) {
            return Optional.empty();
        }
        String functions = details.get(PostgresEngine.RUNS_WHEN_LOADED);
        if (functions != null && functions.isEmpty()) {
            return Optional.empty();
        }
        List<String> might = engine.rightsBeyond();
        if (might.isEmpty()) {
            return Optional.empty();
        }
        String rights = String.join(", ", might);
        return Optional.of(
                functions == null
                        ? new LoadedCode("RUNS_UNKNOWN", List.of(rights))
                        : new LoadedCode("RUNS", List.of(rights, functions.replace("\n", ", "))));
    }

    String text(Messages messages) {
        return messages.text("PREVIEW_" + key, arguments.toArray());
    }
}
