package org.safeward.engine.sqlite.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.sqlite.connection.LiveFile;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Looks at a database: version, size, tables and rows, all of one moment. */
public final class Facts {
    private Facts() {}

    public static DatabaseFacts of(Session session) {
        session.beginReading();
        List<Manifest.Table> tables = tables(session);
        session.execute("ROLLBACK");
        return new DatabaseFacts(session.text("SELECT sqlite_version()"), bytes(session.file()), tables);
    }

    /** What a manifest counts, in the moment that the session sees. */
    public static List<Manifest.Table> tables(Session session) {
        return Schema.countedTables(session).stream()
                .map(name -> counted(session, name))
                .toList();
    }

    private static Manifest.Table counted(Session session, String name) {
        session.checkpoint();
        return new Manifest.Table(
                RawText.shown(name), session.number("SELECT count(*) FROM main." + SqlNames.identifier(name)));
    }

    private static long bytes(Path file) {
        try {
            Path wal = LiveFile.companion(file, "-wal");
            return Files.size(file) + (Files.exists(wal) ? Files.size(wal) : 0);
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.DATABASE_UNREACHABLE, file, e);
        }
    }
}
