package org.safeward.engine.postgresql;

import java.io.IOException;
import java.util.Set;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * psql's backslash commands: some run programs or read files, so that none is ever obeyed. Those that pg_dump writes by itself
 * are dropped, every other is refused.
 */
final class MetaCommands {
    private static final Set<String> DROPPED = Set.of("\\restrict", "\\unrestrict");
    private static final Set<String> CONNECT = Set.of("\\connect", "\\c");

    private final ScriptBytes bytes;
    private boolean connected;

    MetaCommands(ScriptBytes bytes) {
        this.bytes = bytes;
    }

    /** The backslash has been read; reads the rest of its line. */
    void run(boolean betweenStatements) throws IOException {
        long line = bytes.line();
        var name = new StringBuilder("\\");
        int c = bytes.read();
        while (c > ' ' && name.length() < 40) {
            name.append((char) c);
            c = bytes.read();
        }
        while (c >= 0 && c != '\n') {
            c = bytes.read();
        }
        String command = name.toString();
        if (betweenStatements && (DROPPED.contains(command) || isFirstConnect(command))) {
            return;
        }
        throw new Fault(ErrorCode.SCRIPT_LEAVES_DATABASE, "line " + line + ": " + command);
    }

    /** pg_dump --create connects once. A script that does so again means several databases. */
    private boolean isFirstConnect(String command) {
        boolean first = CONNECT.contains(command) && !connected;
        connected |= first;
        return first;
    }
}
