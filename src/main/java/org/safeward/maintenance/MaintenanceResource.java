package org.safeward.maintenance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.safeward.access.Audited;
import org.safeward.backup.TakeBackup;
import org.safeward.catalog.AuditEntries;
import org.safeward.catalog.AuditEntry;
import org.safeward.catalog.AuditFilter;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.Job;
import org.safeward.databases.Databases;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.jobs.JobJson;
import org.safeward.jobs.LiveJob;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.rest.JsonBody;
import org.safeward.settings.Settings;

/** Maintenance by its own contract. Faults leave here as envelopes; {@link BareAnswers} makes them the contract's. */
@Path("/admin/maintenance")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MaintenanceResource {
    private static final String AUDITED = "maintenance";
    private static final int RUNS_SHOWN = 10;

    @Inject
    private ClearCache cache;

    @Inject
    private TakeBackup backups;

    @Inject
    private BackupRecords records;

    @Inject
    private RestartServer restart;

    @Inject
    private AuditEntries audit;

    @Inject
    private Settings settings;

    @Inject
    private Caller caller;

    @POST
    @RolesAllowed("ADMIN")
    @Audited(AUDITED)
    public void run(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        String action = json.text("action", 100).orElse("");
        boolean force = json.flag("force").orElse(false);
        json.check();
        caller.concerns(action);
        switch (action) {
            case "clear-cache" -> waiting.resume(cleared(cache.clear()));
            case "backup" -> backUp(waiting);
            case "restart" -> waiting.resume(restarted(restart.restart(force)));
            default -> throw new Fault(ErrorCode.UNKNOWN_ACTION, action);
        }
    }

    private Response cleared(ClearCache.Cleared cleared) {
        return Envelope.bare(
                200,
                success("MAINTENANCE_CLEARED")
                        .add("freedBytes", cleared.bytes())
                        .add("files", cleared.files())
                        .build());
    }

    private void backUp(AsyncResponse waiting) {
        LiveJob job = backups.forMaintenance(Databases.DEFAULT, caller.name());
        Messages messages = caller.messages();
        BackupRecords found = records;
        waiting.setTimeout(0, java.util.concurrent.TimeUnit.SECONDS);
        job.ended()
                .whenComplete((ended, failure) -> waiting.resume(
                        failure == null
                                ? backedUp(ended, found, messages)
                                : Envelope.fault(messages, Faults.of(failure))));
    }

    /** Not of this request, which may be over when the job ends. */
    private static Response backedUp(Job job, BackupRecords records, Messages messages) {
        Fault fault = JobJson.fault(job);
        if (fault != null) {
            return Envelope.fault(messages, fault);
        }
        String file = java.nio.file.Path.of(records.get(job.recordId()).filePath())
                .getFileName()
                .toString();
        return Envelope.bare(
                200,
                success(messages, "MAINTENANCE_BACKED_UP")
                        .add("backupFile", file)
                        .build());
    }

    private Response restarted(RestartServer.Outcome outcome) {
        if (outcome == RestartServer.Outcome.ONLY_LOGGED) {
            return Envelope.bare(
                    200,
                    success("MAINTENANCE_RESTART_LOGGED")
                            .add("note", caller.messages().text("MAINTENANCE_RESTART_NOTE"))
                            .build());
        }
        return Envelope.bare(200, success("MAINTENANCE_RESTARTING").build());
    }

    private JsonObjectBuilder success(String key) {
        return success(caller.messages(), key);
    }

    private static JsonObjectBuilder success(Messages messages, String key) {
        return Json.createObjectBuilder()
                .add("success", true)
                .add("message", messages.text(key))
                .add("timestamp", milliseconds());
    }

    /** As the contract has it: always three digits behind the second. */
    private static String milliseconds() {
        return Timestamps.iso(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** The last runs, and what would happen. */
    @GET
    @RolesAllowed("ADMIN")
    public Response look() {
        ClearCache.Cleared size = cache.measure();
        JsonObject state = Json.createObjectBuilder()
                .add("mode", settings.development() ? "development" : "production")
                .add("restartPossible", settings.development() || restart.isPossible())
                .add("cacheBytes", size.bytes())
                .add("cacheFiles", size.files())
                .add("cacheDirectories", Json.createArrayBuilder(cache.directories()))
                .add("runs", runs())
                .add("timestamp", milliseconds())
                .build();
        return Envelope.bare(200, state);
    }

    private JsonArrayBuilder runs() {
        AuditFilter filter = new AuditFilter(
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
