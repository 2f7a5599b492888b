package org.safeward.engine.postgresql.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * psql's backslash commands: some run programs or read files, so that none is ever obeyed. Those that pg_dump writes by itself
 * are dropped, every other is refused.
 */
final class MetaCommands {
    private static final Set<String> DROPPED = Set.of("\\restrict", "\\unrestrict");
    private static final int LONGEST = 1 << 12;
    private static final Set<String> CONNECT = Set.of("\\connect", "\\c");

    private final ScriptBytes bytes;
    private String connected;

    MetaCommands(ScriptBytes bytes) {
        this.bytes = bytes;
    }

    /** The backslash has been read; reads the rest of its line. */
    void run(boolean betweenStatements) throws IOException {
        long line = bytes.line();
        var text = new ByteArrayOutputStream();
        text.write('\\');
        for (int c = bytes.read(); c >= 0 && c != '\n'; c = bytes.read()) {
            if (text.size() < LONGEST) {
                text.write(c);
            }
        }
        String[] words = text.toString(StandardCharsets.UTF_8).strip().split("\\s+", 2);
        if (!betweenStatements || !DROPPED.contains(words[0]) && !isSameConnect(words)) {
            throw new Fault(ErrorCode.SCRIPT_LEAVES_DATABASE, "line " + line + ": " + words[0]);
        }
    }

    /** pg_dump --create connects to its one database, again after its settings. Another one means several databases. */
    private boolean isSameConnect(String[] words) {
        if (!CONNECT.contains(words[0]) || words.length < 2) {
            return false;
        }
        if (connected == null) {
            connected = words[1];
        }
        return connected.equals(words[1]);
    }
}
