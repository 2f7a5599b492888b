package org.safeward.engine.sqlite.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Room;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.ScriptRules;

/**
 * Builds a script in a file of its own: without a journal and without syncs, since a half-built file is thrown away, and in one
 * transaction. The file is synced when it becomes a live one by name; copied, the live file is synced by SQLite.
 */
public final class Stage {
    private final Path file;
    private final Optional<Long> pageSize;
    private final Optional<Long> diskReserve;
    private final Work work;

    /**
     * @param pageSize that the file must have; empty to let the script decide
     * @param diskReserve as {@link Room} takes it
     */
    public Stage(Path file, Optional<Long> pageSize, Optional<Long> diskReserve, Work work) {
        this.file = file;
        this.pageSize = pageSize;
        this.diskReserve = diskReserve;
        this.work = work;
    }

    public BuiltFile build(BackupScript script) throws IOException {
        Durable.deleteWithCompanions(file);
        BuiltFile built = BuiltFile.create(file);
        try (Session staging = Session.write(file, 0, work)) {
            built.requireSame();
            Room room = Room.beside(file, diskReserve);
            staging.keepTo(room);
            prepare(staging);
            try (BackupFileReader reader = script.open();
                    InputStream sql = reader.sql()) {
                new ScriptLoader(staging, new ScriptRules(pageSize.isPresent()), room, work).load(sql);
                script.requireSame(reader);
            }
            if (script.manifest()
                    .map(Manifest::details)
                    .map(d -> d.get("journal_mode"))
                    .filter("wal"::equals)
                    .isPresent()) {
                // It is the one journal mode that a file keeps. Closing empties the WAL and removes it.
                staging.execute("PRAGMA journal_mode=WAL");
            }
        } catch (Throwable e) {
            Durable.deleteWithCompanions(file);
            throw e;
        }
        built.seal();
        return built;
    }

    private void prepare(Session staging) {
        staging.forbidOtherFiles();
        pageSize.ifPresent(size -> staging.execute("PRAGMA page_size=" + size));
        for (String setting : new String[] {
            "journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "foreign_keys=OFF", "cache_size=-65536"
        }) {
            staging.execute("PRAGMA " + setting);
        }
    }
}
