package org.safeward.archive.content;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.safeward.fault.Warning;

/**
 * What a backup file says about itself, written as its last line.
 *
 * @param format version of the file format, now 2; files of version 1 have no warnings
 * @param product the program that wrote the file, with its version
 * @param engine {@code sqlite} or {@code postgresql}
 * @param engineVersion version of the database, as it gives it
 * @param database name of the database in Safeward
 * @param createdAt the moment whose state the file holds
 * @param sqlBytes bytes before the manifest's line, uncompressed
 * @param sha256 of these bytes, lower-case hex
 * @param tables every table with the rows that the file holds of it, in the file's order
 * @param details what an engine adds (page size, encoding, version of the dump program, ...)
 * @param warnings what the backup found that will not come back, or not as it is
 */
public record Manifest(
        int format,
        String product,
        String engine,
        String engineVersion,
        String database,
        Instant createdAt,
        long sqlBytes,
        String sha256,
        List<Table> tables,
        Map<String, String> details,
        List<Warning> warnings) {

    /** The version of the file format that this program writes, and the newest that it reads. */
    public static final int FORMAT = 2;

    /** What is said of a snapshot, under this name in the details. */
    public static final String CONTENT = "content";

    public static final String SNAPSHOT = "snapshot";

    /**
     * A table and its rows.
     *
     * @param name as the engine reports it, PostgreSQL's with its schema
     * @param digest of the rows, as {@link RowDigest#hex}; null where it is not known: in files of earlier versions, in degraded ones, and where
     *     rows were only counted
     */
    public record Table(String name, long rows, String digest) {

        /** A table whose rows were counted. */
        public Table(String name, long rows) {
            this(name, rows, null);
        }

        /** What there is to compare where rows are only counted. */
        public Table counted() {
            return new Table(name, rows);
        }
    }

    public Manifest {
        tables = List.copyOf(tables);
        details = Map.copyOf(details);
        warnings = List.copyOf(warnings);
    }

    /** Whether the file lacks parts of the database, so that it does not count as a good backup: the engine says so. */
    public boolean isDegraded() {
        return "true".equals(details.get("degraded"));
    }

    /** Whether the content is a database file, and no script: so {@code details} say. */
    public boolean isSnapshot() {
        return SNAPSHOT.equals(details.get(CONTENT));
    }

    /** One line of JSON, as in the file but without its checksum. */
    public String toJson() {
        return ManifestLine.json(this);
    }

    /** What {@link #toJson} wrote; other text is a programming error. */
    public static Manifest fromJson(String json) {
        return ManifestLine.fromJson(json);
    }

    public long rowCount() {
        return tables.stream().mapToLong(Table::rows).sum();
    }
}
