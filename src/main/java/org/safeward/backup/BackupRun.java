package org.safeward.backup;

import java.nio.file.Path;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ScriptKind;
import org.safeward.catalog.BackupRecord;

/** One backup while it is made: what the steps hand on to each other. */
public final class BackupRun {
    private final long record;
    private final String database;
    private final BackupFormat format;
    private ScriptKind script = ScriptKind.SQL;
    private Path temporary;
    private Manifest written;

    BackupRun(BackupRecord record) {
        this.record = record.id();
        this.database = record.database();
        this.format = record.compressed() ? BackupFormat.ZIP : BackupFormat.SQL;
    }

    /** The id of its record. */
    public long record() {
        return record;
    }

    public String database() {
        return database;
    }

    BackupFormat format() {
        return format;
    }

    Path temporary() {
        return temporary;
    }

    void writesTo(Path file) {
        temporary = file;
    }

    /** The language of the file's content. */
    ScriptKind script() {
        return script;
    }

    void writesAs(ScriptKind kind) {
        script = kind;
    }

    /** What the writer says the file holds; the verification does not believe it. */
    public Manifest written() {
        return written;
    }

    void wrote(Manifest manifest) {
        written = manifest;
    }
}
