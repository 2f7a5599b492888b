package org.safeward.archive.content;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.safeward.fault.Warning;

/**
 * A manifest without what only the file's writer knows: format, size and checksum. The fields are those of {@link Manifest}.
 */
public record ManifestDraft(
        String product,
        String engine,
        String engineVersion,
        String database,
        Instant createdAt,
        List<Manifest.Table> tables,
        Map<String, String> details,
        List<Warning> warnings) {

    public ManifestDraft {
        tables = List.copyOf(tables);
        details = Map.copyOf(details);
        warnings = List.copyOf(warnings);
    }

    /** Without warnings. */
    public ManifestDraft(
            String product,
            String engine,
            String engineVersion,
            String database,
            Instant createdAt,
            List<Manifest.Table> tables,
            Map<String, String> details) {
        this(product, engine, engineVersion, database, createdAt, tables, details, List.of());
    }

    public Manifest complete(long sqlBytes, String sha256) {
        return new Manifest(
                Manifest.FORMAT,
                product,
                engine,
                engineVersion,
                database,
                createdAt,
                sqlBytes,
                sha256,
                tables,
                details,
                warnings);
    }
}
