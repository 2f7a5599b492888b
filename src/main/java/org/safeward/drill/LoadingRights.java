package org.safeward.drill;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.Destination;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;
import org.safeward.restore.preview.LoadedCode;
import org.safeward.settings.DrillSettings;
import org.safeward.settings.Settings;

/** What a backup brings is run only by a role that can do no harm with it, unless the settings say so. On a server that is there for drills anything may run. */
@ApplicationScoped
class LoadingRights {
    @Inject
    private Settings settings;

    /**
     * @param engine that builds
     * @param details of the file's manifest
     * @param sha256 of the file
     * @throws Fault DRILL_IMPOSSIBLE
     */
    void require(DatabaseEngine engine, Map<String, String> details, String sha256) {
        DrillSettings drill = settings.drill();
        if (!engine.kind().equals(PostgresEngine.KIND) || drill.postgresqlUrl().isPresent() || drill.trust()) {
            return;
        }
        LoadedCode.of(engine, details, sha256, new Destination.Drill()).ifPresent(code -> {
            throw new Fault(
                    ErrorCode.DRILL_IMPOSSIBLE,
                    Reason.of(ReasonCode.WHY_RUNS_FUNCTIONS, String.join(", ", code.rights())));
        });
    }
}
