package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ReadLimits;
import org.safeward.catalog.BackupRecord;
import org.safeward.engine.Census;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Reads a whole backup file: checksums, framing, statements, and the rows against the manifest. */
@ApplicationScoped
public class FileCheck {

    /**
     * @throws Fault one of the codes for files that are no backup that we can take
     */
    public CheckedFile run(Path file, DatabaseEngine engine, Work work) throws IOException {
        return run(file, engine, DecryptionKey.NONE, ReadLimits.NONE, work);
    }

    /** @param key opens the file if it is encrypted */
    public CheckedFile run(Path file, DatabaseEngine engine, DecryptionKey key, ReadLimits limits, Work work)
            throws IOException {
        try (BackupFileReader reader = BackupFileReader.open(file, limits, key)) {
            Census census = reader.kind().isText()
                    ? engine.census(reader.sql(), work)
                    : snapshot(reader, file, engine, limits, work);
            // The census may be content before the end of the stream, where the reader makes its last checks.
            if (reader.sql().read() >= 0) {
                throw new Fault(ErrorCode.BACKUP_DAMAGED, "the script goes on behind its end");
            }
            reader.manifest().ifPresent(manifest -> compare(manifest, census, engine));
            return new CheckedFile(reader.manifest(), census, reader.fileSha256(), reader.sqlBytes());
        }
    }

    /**
     * A snapshot is opened to be looked at. What comes from outside may be made to do harm then: where others' files are limited in what they
     * may take, theirs is not taken at all. A script of it is.
     */
    private static Census snapshot(
            BackupFileReader reader, Path file, DatabaseEngine engine, ReadLimits limits, Work work)
            throws IOException {
        if (!limits.equals(ReadLimits.NONE)) {
            throw new Fault(ErrorCode.FILE_IS_DATABASE);
        }
        return engine.censusOfSnapshot(reader.sql(), file.toAbsolutePath().getParent(), work);
    }

    /** What is known of a file that is the one of its record. */
    public CheckedFile same(BackupRecord record, DatabaseEngine engine) {
        Manifest manifest = Manifest.fromJson(record.manifestJson());
        requireEngine(manifest, engine);
        Census census = new Census(Census.Writer.SAFEWARD, manifest.tables());
        return new CheckedFile(Optional.of(manifest), census, record.sha256(), manifest.sqlBytes());
    }

    /**
     * Gives a file that is not the one of its record the whole check, which says best what is wrong with it. Into an encrypted one nobody can look without a
     * key, and its checksum has told enough.
     *
     * @param sha256 that it has now
     */
    public Fault wrong(Path file, String sha256, DatabaseEngine engine, DecryptionKey key, Work work)
            throws IOException {
        try {
            CheckedFile found = run(file, engine, key, ReadLimits.NONE, work);
            return new Fault(
                    found.manifest().isEmpty() ? ErrorCode.BACKUP_TRUNCATED : ErrorCode.BACKUP_DAMAGED,
                    "SHA-256 " + sha256);
        } catch (Fault e) {
            return e.code() == ErrorCode.ENCRYPTED_NO_IDENTITY
                    ? new Fault(ErrorCode.BACKUP_DAMAGED, "SHA-256 " + sha256)
                    : e;
        }
    }

    private static void compare(Manifest manifest, Census census, DatabaseEngine engine) {
        requireEngine(manifest, engine);
        String difference = difference(manifest.tables(), census.tables());
        if (!difference.isEmpty()) {
            throw new Fault(ErrorCode.MANIFEST_MISMATCH, difference);
        }
    }

    private static void requireEngine(Manifest manifest, DatabaseEngine engine) {
        if (!manifest.engine().equals(engine.kind())) {
            throw new Fault(ErrorCode.WRONG_ENGINE, manifest.engine(), engine.kind());
        }
    }

    /** In words, empty when the same tables have the same rows. */
    private static String difference(List<Manifest.Table> said, List<Manifest.Table> counted) {
        Map<String, Long> rows = new HashMap<>();
        counted.forEach(table -> rows.merge(table.name(), table.rows(), Long::sum));
        for (Manifest.Table table : said) {
            Long found = rows.remove(table.name());
            if (found == null || found != table.rows()) {
                return table.name() + ": " + table.rows() + " / " + (found == null ? "-" : found);
            }
        }
        return rows.isEmpty() ? "" : rows.keySet().iterator().next() + ": -";
    }
}
