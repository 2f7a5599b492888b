package org.safeward.engine.postgresql.restore;

import java.io.IOException;
import org.safeward.archive.content.ScriptKind;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.parts.Request;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

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
            throw PartsImpossible.of(ReasonCode.WHY_ROWS_ALONE);
        }
        DrillRules.worker(script).ifPresent(extension -> {
            throw PartsImpossible.of(ReasonCode.WHY_WORKER, extension);
        });
    }

    /** @throws Fault PARTS_IMPOSSIBLE */
    static void require(RestorePlace place) {
        Reason.all(place.obstaclesToStaging()).ifPresent(why -> {
            throw PartsImpossible.of(why);
        });
    }

    static Fault notLetIn() {
        return PartsImpossible.of(ReasonCode.WHY_NOT_LET_IN);
    }
}
