package org.safeward.takeover;

import java.util.Arrays;
import java.util.Optional;

/**
 * The catalog's tables that its backup holds, in the order in which they are written and read: none refers to a later one. What is in no
 * backup stands in {@link #LEFT_OUT}, so that a new table is put on one of the two lists on purpose.
 */
enum CatalogTable {
    ACCOUNT("TRUE"),
    API_KEY("TRUE"),
    BACKUP_CONFIG("TRUE"),
    AUDIT("TRUE"),
    /** What was going on is over, wherever the catalog is taken over. */
    BACKUP_RECORD("status NOT IN ('PENDING', 'RUNNING')"),
    DESTINATION("TRUE"),
    /** What was to be copied had its file on the lost machine. */
    BACKUP_COPY("state IN ('GOOD', 'UNREAD', 'DAMAGED', 'DELETING')"
            + " AND record_id IN (SELECT id FROM backup_record WHERE status NOT IN ('PENDING', 'RUNNING'))"),
    TRUSTED_KEY("TRUE");

    /** Secrets; what one machine, one node or one process knows of itself; what only the lost server could go on with. */
    static final String[] LEFT_OUT = {
        "installation_key",
        "signing_key",
        "mark_key",
        "download_ticket",
        "claim",
        "job",
        "owed_call",
        "schedule_state",
        "backup_store",
        "scrub_turn",
        "comparison",
        "catalog_copy",
        "shown_identity",
        "flyway_schema_history"
    };

    private final String condition;

    CatalogTable(String condition) {
        this.condition = condition;
    }

    String table() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** All rows of it that a backup holds. */
    String query() {
        return "SELECT * FROM " + table() + " WHERE " + condition + " ORDER BY 1";
    }

    static Optional<CatalogTable> named(String table) {
        return Arrays.stream(values())
                .filter(known -> known.table().equals(table))
                .findFirst();
    }
}
