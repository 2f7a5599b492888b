package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.Manifest;
import org.safeward.archive.ReadLimits;
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
        return run(file, engine, ReadLimits.NONE, work);
    }

    public CheckedFile run(Path file, DatabaseEngine engine, ReadLimits limits, Work work) throws IOException {
        try (BackupFileReader reader = BackupFileReader.open(file, limits)) {
            Census census = engine.census(reader.sql(), work);
            // The census may be content before the end of the stream, where the reader makes its last checks.
            if (reader.sql().read() >= 0) {
                throw new Fault(ErrorCode.BACKUP_DAMAGED, "the script goes on behind its end");
            }
            reader.manifest().ifPresent(manifest -> compare(manifest, census, engine));
            return new CheckedFile(reader.manifest(), census, reader.fileSha256(), reader.sqlBytes());
        }
    }

    private static void compare(Manifest manifest, Census census, DatabaseEngine engine) {
        if (!manifest.engine().equals(engine.kind())) {
            throw new Fault(ErrorCode.WRONG_ENGINE, manifest.engine(), engine.kind());
        }
        String difference = difference(manifest.tables(), census.tables());
        if (!difference.isEmpty()) {
            throw new Fault(ErrorCode.MANIFEST_MISMATCH, difference);
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
