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
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Builds a script in a file of its own: without a journal and without syncs, since a half-built file is thrown away; or takes a snapshot as
 * it is. Rows of scripts that Safeward wrote take the short way ({@link AttachedRows}). The file is synced when it becomes a live one by
 * name; copied, the live file is synced by SQLite.
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

    /** @throws Fault FILE_IS_DATABASE for a snapshot that came from outside */
    public BuiltFile build(BackupScript script) throws IOException {
        Durable.deleteWithCompanions(file);
        BuiltFile built = BuiltFile.create(file);
        try (BackupFileReader reader = script.open();
                InputStream content = reader.sql()) {
            Room room = Room.beside(file, diskReserve);
            if (reader.kind().isText()) {
                load(built, script, room, loader -> loader.load(content));
            } else {
                loadImage(built, script, content, room);
            }
            script.requireSame(reader);
        } catch (Throwable e) {
            Durable.deleteWithCompanions(file);
            throw e;
        }
        built.seal();
        return built;
    }

    /** What others made of a file's pages no rule for statements would see: only what our own record is of is taken. */
    private void loadImage(BuiltFile built, BackupScript script, InputStream image, Room room) throws IOException {
        if (script.uploaded() || script.manifest().isEmpty()) {
            throw new Fault(ErrorCode.FILE_IS_DATABASE);
        }
        Manifest manifest = script.manifest().get();
        ImageLoader snapshot = new ImageLoader(file, room, work);
        boolean fits = pageSize.map(String::valueOf)
                .filter(size -> !size.equals(manifest.details().get("page_size")))
                .isEmpty();
        if (fits) {
            built.requireSame();
            snapshot.write(image, manifest.sqlBytes());
        } else {
            load(built, script, room, loader -> snapshot.convert(image, manifest.sqlBytes(), loader));
        }
    }

    @FunctionalInterface
    private interface Load {
        void by(ScriptLoader loader) throws IOException;
    }

    private void load(BuiltFile built, BackupScript script, Room room, Load load) throws IOException {
        try (Session staging = Session.write(file, 0, work)) {
            built.requireSame();
            staging.keepTo(room);
            Optional<AttachedRows> rows = isOurs(script) ? Optional.of(new AttachedRows(staging)) : Optional.empty();
            prepare(staging);
            load.by(new ScriptLoader(staging, rows, new ScriptRules(pageSize.isPresent()), room, work));
            rows.ifPresent(AttachedRows::detach);
            if (says(script, "journal_mode", "wal")) {
                // It is the one journal mode that a file keeps. Closing empties the WAL and removes it.
                staging.execute("PRAGMA journal_mode=WAL");
            }
        }
    }

    /** And in the one encoding that attached rows have: a session has no two. */
    private static boolean isOurs(BackupScript script) {
        return !script.uploaded() && says(script, "encoding", "UTF-8");
    }

    private static boolean says(BackupScript script, String detail, String value) {
        return script.manifest()
                .map(Manifest::details)
                .map(details -> details.get(detail))
                .filter(value::equals)
                .isPresent();
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
