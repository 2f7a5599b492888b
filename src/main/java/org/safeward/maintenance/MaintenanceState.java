package org.safeward.maintenance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.safeward.access.audit.AuditEntries;
import org.safeward.access.audit.AuditEntry;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.rest.Faults;
import org.safeward.settings.Settings;

/** The last calls of maintenance, and what the next ones would do. */
@ApplicationScoped
class MaintenanceState {
    /** How the audit calls them. */
    static final String AUDITED = "maintenance";

    private static final int RUNS_SHOWN = 10;

    @Inject
    private ClearCache cache;

    @Inject
    private RestartServer restart;

    @Inject
    private AuditEntries audit;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    JsonObject json(Messages messages) {
        JsonObjectBuilder state = Json.createObjectBuilder()
                .add("mode", settings.development() ? "development" : "production")
                .add("restartPossible", restart.isPossible())
                .add("cacheDirectories", Json.createArrayBuilder(cacheDirectories()));
        addCache(state, messages);
        return state.add("runs", runs())
                .add("timestamp", Timestamps.iso(clock.instant()))
                .build();
    }

    private List<String> cacheDirectories() {
        return settings.maintenance().cacheDirectories().stream()
                .map(Path::toString)
                .toList();
    }

    /** What is wrong with the cache is one of the things to know. */
    private void addCache(JsonObjectBuilder state, Messages messages) {
        try {
            ClearCache.Cleared size = cache.measure();
            state.add("cacheBytes", size.bytes())
                    .add("cacheFiles", size.files())
                    .add("cacheFault", JsonValue.NULL);
        } catch (RuntimeException e) {
            Fault fault = Faults.of(Faults.unwrapped(e));
            state.add("cacheBytes", JsonValue.NULL)
                    .add("cacheFiles", JsonValue.NULL)
                    .add("cacheFault", messages.message(fault));
        }
    }

    private JsonArrayBuilder runs() {
        AuditEntries.Filter filter = new AuditEntries.Filter(
                Optional.empty(),
                Optional.of(AUDITED),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                RUNS_SHOWN);
        JsonArrayBuilder runs = Json.createArrayBuilder();
        for (AuditEntry entry : audit.list(filter)) {
            runs.add(Json.createObjectBuilder()
                    .add("who", entry.who())
                    .add("at", Timestamps.iso(entry.beganAt()))
                    .add("action", entry.subject())
                    .add("result", entry.result()));
        }
        return runs;
    }
}
