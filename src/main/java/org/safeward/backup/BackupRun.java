package org.safeward.backup;

import java.nio.file.Path;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ScriptKind;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.store.BackupStore;

/** One backup while it is made: what the steps hand on to each other. */
public final class BackupRun {
    private final long record;
    private final String database;
    private final boolean packs;
    private BackupFormat format = BackupFormat.SQL;
    private final boolean safety;
    private ScriptKind script = ScriptKind.SQL;
    private Path temporary;
    private Manifest written;
    private DecryptionKey key = DecryptionKey.NONE;
    private String suffix;

    BackupRun(BackupRecord record) {
        this.record = record.id();
        this.database = record.database();
        this.safety = record.origin() == BackupOrigin.SAFETY;
        this.packs = record.compressed();
    }

    /** The id of its record. */
    public long record() {
        return record;
    }

    public String database() {
        return database;
    }

    /** Whether it is to be packed; a snapshot always is. */
    boolean packs() {
        return packs;
    }

    /** @param packed the format of those that are to be packed */
    void packsAs(BackupFormat packed) {
        format = packs ? packed : BackupFormat.SQL;
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

    boolean safety() {
        return safety;
    }

    /** How the file's name ends. */
    String suffix() {
        return suffix;
    }

    /** Reads the file back, as long as the job lasts. */
    public DecryptionKey key() {
        return key;
    }

    void forgetKey() {
        key.close();
    }

    /** What the writer says the file holds; the verification does not believe it. */
    public Manifest written() {
        return written;
    }

    /** @param encrypted whether the new key is one that is needed */
    void wrote(Manifest manifest, DecryptionKey newKey, boolean encrypted) {
        written = manifest;
        key = newKey;
        suffix = format.suffix(script) + (encrypted ? BackupStore.ENCRYPTED : "");
    }
}
