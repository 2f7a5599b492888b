package org.safeward.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A checked backup file that is to be restored.
 *
 * @param file the file, compressed or not
 * @param manifest what it must hold; empty for a script that others wrote
 * @param uploaded true when it came from outside, so that its statements are not to be trusted
 * @param fromNewerServer whether it may come from a newer version of the database server than the one that it goes to
 * @param mayLoseTables whether live tables may vanish or lose all their rows ({@link Loss}) by a script that has no manifest
 * @param skip names of objects that may be missing afterwards if they cannot be made, as OBJECTS_FAIL has named them
 * @param key opens the file if it is encrypted
 */
public record BackupScript(
        Path file,
        Optional<Manifest> manifest,
        boolean uploaded,
        boolean fromNewerServer,
        boolean mayLoseTables,
        Set<String> skip,
        DecryptionKey key) {

    public BackupScript {
        skip = Set.copyOf(skip);
    }

    /** A script that is not encrypted. */
    public BackupScript(
            Path file,
            Optional<Manifest> manifest,
            boolean uploaded,
            boolean fromNewerServer,
            boolean mayLoseTables,
            Set<String> skip) {
        this(file, manifest, uploaded, fromNewerServer, mayLoseTables, skip, DecryptionKey.NONE);
    }

    /** A script of which everything has to come back. */
    public BackupScript(
            Path file, Optional<Manifest> manifest, boolean uploaded, boolean fromNewerServer, boolean mayLoseTables) {
        this(file, manifest, uploaded, fromNewerServer, mayLoseTables, Set.of());
    }

    /** For whoever has seen what the script would take away, or asks for that elsewhere. */
    public BackupScript(Path file, Optional<Manifest> manifest, boolean uploaded, boolean fromNewerServer) {
        this(file, manifest, uploaded, fromNewerServer, true);
    }

    /** A script that has to come from the same or an older version. */
    public BackupScript(Path file, Optional<Manifest> manifest, boolean uploaded) {
        this(file, manifest, uploaded, false);
    }

    /** The same script from a file that may be encrypted. */
    public BackupScript openedBy(DecryptionKey newKey) {
        return new BackupScript(file, manifest, uploaded, fromNewerServer, mayLoseTables, skip, newKey);
    }

    /** The caller closes it. */
    public BackupFileReader open() throws IOException {
        return BackupFileReader.open(file, ReadLimits.NONE, key);
    }

    /** The language that it is written in. */
    public ScriptKind kind() throws IOException {
        try (BackupFileReader reader = open()) {
            return reader.kind();
        }
    }

    /**
     * The file was checked before; this makes sure that it was still that file when it was restored.
     *
     * @param read this script's file, read to its end
     * @throws Fault BACKUP_DAMAGED
     */
    public void requireSame(BackupFileReader read) {
        if (!manifest.equals(read.manifest())) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, file.getFileName());
        }
    }
}
