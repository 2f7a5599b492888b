package org.safeward.restore.preview;

import java.util.List;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Destination;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.PartsOutlook;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.fault.ReasonCode;
import org.safeward.restore.destination.NamedTables;

/** What a restore of some tables meets in the live database, which must be there: whatever is not named stays. */
record PreviewParts(DatabaseEngine engine, Destination.Parts parts, List<RestoreCheck> checks, Messages messages) {

    /** The named tables as they are now; empty when the database cannot be read. */
    Optional<DatabaseFacts> live() {
        try {
            DatabaseFacts all = engine.inspect(Work.UNWATCHED);
            List<Manifest.Table> named = NamedTables.of(parts, all.tables());
            long rows = named.stream().mapToLong(Manifest.Table::rows).sum();
            checks.add(RestoreCheck.passed("live", messages.text("PREVIEW_LIVE_PARTS", named.size(), rows)));
            if (parts.into().isEmpty()) {
                checks.add(RestoreCheck.passed("safety", messages.text("PREVIEW_SAFETY")));
            }
            return Optional.of(new DatabaseFacts(all.version(), all.bytes(), named));
        } catch (Fault e) {
            checks.add(RestoreCheck.unknown("live", messages.message(e)));
            return Optional.empty();
        }
    }

    Optional<PartsOutlook> outlook() {
        try {
            PartsOutlook outlook = engine.outlook(parts, Work.UNWATCHED);
            if (outlook.obstacles().isEmpty()) {
                checks.add(RestoreCheck.passed("parts", way()));
            }
            for (PartsOutlook.Obstacle obstacle : outlook.obstacles()) {
                checks.add(RestoreCheck.failed("parts", obstacle.why(), messages));
            }
            return Optional.of(outlook);
        } catch (Fault e) {
            checks.add(
                    e.code() == ErrorCode.PARTS_IMPOSSIBLE || e.code() == ErrorCode.PARTS_INVALID
                            ? RestoreCheck.failed("parts", e, messages)
                            : RestoreCheck.unknown("parts", messages.message(e)));
            return Optional.empty();
        }
    }

    /** A degraded backup has no schema, whatever the live database would take. */
    Optional<PartsOutlook> impossible() {
        checks.add(RestoreCheck.failed("parts", PartsImpossible.of(ReasonCode.WHY_ROWS_ALONE), messages));
        return Optional.empty();
    }

    private String way() {
        int tables = parts.tables().size();
        return parts.into()
                .map(ending -> messages.text("PREVIEW_PARTS_BESIDE", tables, ending))
                .orElseGet(() -> messages.text("PREVIEW_PARTS", tables));
    }
}
