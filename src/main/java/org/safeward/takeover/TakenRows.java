package org.safeward.takeover;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes rows of another machine true here. */
final class TakenRows {
    private static final String[] NUMBERED = {"account", "api_key", "backup_config", "backup_record", "backup_copy"};

    private final CatalogWriting catalog;
    private final Map<String, String> addresses;
    private final Instant now;

    /** @param addresses of the destinations, by name */
    TakenRows(CatalogWriting catalog, Map<String, String> addresses, Instant now) {
        this.catalog = catalog;
        this.addresses = addresses;
        this.now = now;
    }

    void settle() throws SQLException {
        // Read by the lost installation, at a time before the catalog's backup: nobody has read them from here.
        catalog.execute("UPDATE backup_copy SET state = 'UNREAD' WHERE state = 'GOOD'");
        catalog.execute("UPDATE backup_copy SET job_id = NULL");
        catalog.execute("UPDATE backup_record SET node = NULL");
        for (long record : recordsWithoutFile()) {
            catalog.execute("UPDATE backup_record SET file_removed_at = ? WHERE id = ?", now.toEpochMilli(), record);
            Optional<String> copy = copyOf(record);
            if (copy.isPresent()) {
                catalog.execute("UPDATE backup_record SET file_path = ? WHERE id = ?", copy.get(), record);
            }
        }
        numberOn();
    }

    /** The directory may have been on a disk that this machine has now. */
    private List<Long> recordsWithoutFile() throws SQLException {
        List<Long> without = new ArrayList<>();
        try (Statement statement = catalog.statement();
                ResultSet row = statement.executeQuery("SELECT id, file_path FROM backup_record"
                        + " WHERE status = 'COMPLETED' AND file_removed_at IS NULL")) {
            while (row.next()) {
                if (!Files.exists(Path.of(row.getString(2)))) {
                    without.add(row.getLong(1));
                }
            }
        }
        return without;
    }

    /** Where the first of its copies lies in a destination that is known here. */
    private Optional<String> copyOf(long record) throws SQLException {
        try (Statement statement = catalog.statement();
                ResultSet row = statement.executeQuery("SELECT destination, name FROM backup_copy"
                        + " WHERE state = 'UNREAD' AND record_id = " + record + " ORDER BY id")) {
            while (row.next()) {
                String address = addresses.get(row.getString(1));
                if (address != null) {
                    return Optional.of(address + "/" + row.getString(2));
                }
            }
            return Optional.empty();
        }
    }

    /** New rows come after the taken ones; new jobs after those that the records name, which are not known here. */
    private void numberOn() throws SQLException {
        long jobs = catalog.number("SELECT COALESCE(MAX(task_id), 0) FROM backup_record");
        if (catalog.isSqlite()) {
            // SQLite counts on from the highest row by itself.
            if (catalog.execute("UPDATE sqlite_sequence SET seq = MAX(seq, ?) WHERE name = 'job'", jobs) == 0) {
                catalog.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('job', ?)", jobs);
            }
            return;
        }
        for (String table : NUMBERED) {
            catalog.execute("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'),"
                    + " (SELECT COALESCE(MAX(id), 0) + 1 FROM " + table + "), FALSE)");
        }
        catalog.execute(
                "SELECT setval(pg_get_serial_sequence('job', 'id'),"
                        + " GREATEST(?, (SELECT COALESCE(MAX(id), 0) FROM job)) + 1, FALSE)",
                jobs);
    }
}
