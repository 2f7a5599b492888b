package org.safeward.engine;

import java.util.List;
import org.safeward.archive.content.Manifest;

/**
 * What a script holds, found by reading it.
 *
 * @param writer who wrote it, by its look
 * @param tables the tables that it fills or creates, with the rows counted in its INSERT and COPY statements
 */
public record Census(Writer writer, List<Manifest.Table> tables) {

    /** Who wrote a script; each has its own sign of being complete, which the census has checked. */
    public enum Writer {
        /** A file of Safeward: its manifest tells whether it is complete. */
        SAFEWARD,
        /** The {@code .dump} of the sqlite3 shell: complete with its closing COMMIT. */
        SQLITE_SHELL,
        /** A plain pg_dump: complete with its closing comment. */
        PG_DUMP,
        /** Anything else: nothing tells whether it is complete. */
        UNKNOWN
    }

    public Census {
        tables = List.copyOf(tables);
    }
}
