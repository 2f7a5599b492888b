package org.safeward.engine.postgresql.restore;

import java.io.IOException;
import org.safeward.archive.content.ScriptKind;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.parts.Request;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What has to hold for a backup to be built beside the live database in order to take some tables out of it. */
public final class PartsRules {
    private PartsRules() {}

    /** @throws Fault PARTS_IMPOSSIBLE */
    public static void require(PostgresSettings settings, Work work) {
        try (var place = RestorePlace.open(settings, "preview", work)) {
            require(place);
        }
    }

    /** @throws Fault PARTS_INVALID, PARTS_IMPOSSIBLE */
    static void require(Destination.Parts parts, BackupScript script) throws IOException {
        Request.require(parts);
        if (script.kind() == ScriptKind.JSON) {
            throw new Fault(
                    ErrorCode.PARTS_IMPOSSIBLE, "the backup has rows alone, nothing to build their tables with");
        }
        DrillRules.worker(script).ifPresent(why -> {
            throw new Fault(ErrorCode.PARTS_IMPOSSIBLE, why);
        });
    }

    /** @throws Fault PARTS_IMPOSSIBLE */
    static void require(RestorePlace place) {
        var obstacles = place.obstaclesToStaging();
        if (!obstacles.isEmpty()) {
            throw new Fault(ErrorCode.PARTS_IMPOSSIBLE, String.join("; ", obstacles));
        }
    }

    static Fault notLetIn() {
        return new Fault(
                ErrorCode.PARTS_IMPOSSIBLE, "the server does not let the role into the database that it has made");
    }
}
