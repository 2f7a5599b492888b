package org.safeward.takeover;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Whether nothing was done with this installation yet that a take-over would do away with. */
final class UntouchedCatalog {
    private UntouchedCatalog() {}

    /**
     * Keeps others from changing that until the transaction ends.
     *
     * @throws Fault TAKEOVER_IMPOSSIBLE
     */
    static void require(CatalogWriting catalog) throws SQLException {
        if (!catalog.isSqlite()) {
            catalog.execute("LOCK TABLE account, api_key, backup_record, claim IN SHARE ROW EXCLUSIVE MODE");
        }
        check(
                catalog.number("SELECT COUNT(*) FROM account"),
                catalog.number("SELECT COUNT(*) FROM backup_record"),
                catalog.number("SELECT COUNT(*) FROM claim"));
    }

    /** @throws Fault TAKEOVER_IMPOSSIBLE */
    static void require(CatalogReading catalog) throws SQLException {
        check(
                catalog.number("SELECT COUNT(*) FROM account"),
                catalog.number("SELECT COUNT(*) FROM backup_record"),
                catalog.number("SELECT COUNT(*) FROM claim"));
    }

    private static void check(long accounts, long records, long jobs) {
        List<String> found = new ArrayList<>();
        if (accounts > 1) {
            found.add("users: " + accounts);
        }
        if (records > 0) {
            found.add("backups: " + records);
        }
        if (jobs > 0) {
            found.add("jobs: " + jobs);
        }
        if (!found.isEmpty()) {
            throw new Fault(ErrorCode.TAKEOVER_IMPOSSIBLE, String.join(", ", found));
        }
    }
}
