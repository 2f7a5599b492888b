package org.safeward.maintenance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.safeward.access.audit.Audited;
import org.safeward.backup.TakeBackup;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.http.JobAnswer;
import org.safeward.jobs.http.JobJson;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.rest.json.JsonBody;

/** Maintenance by its own contract. Faults leave here as envelopes; {@code rest} makes them the contract's. */
@jakarta.ws.rs.Path("/admin/maintenance")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MaintenanceResource {
    private static final String CLEAR_CACHE = "clear-cache";
    private static final String BACKUP = "backup";
    private static final Set<String> ACTIONS = Set.of(CLEAR_CACHE, BACKUP, "restart");

    @Inject
    private ClearCache cache;

    @Inject
    private TakeBackup backups;

    @Inject
    private BackupRecords records;

    @Inject
    private Jobs jobs;

    @Inject
    private RestartServer restart;

    @Inject
    private MaintenanceState state;

    @Inject
    private Caller caller;

    @Inject
    private InstantSource clock;

    @POST
    @RolesAllowed("ADMIN")
    @Audited(MaintenanceState.AUDITED)
    public void run(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        String action = json.text("action", 100).orElse("");
        boolean force = json.flag("force").orElse(false);
        caller.concerns(action);
        if (!ACTIONS.contains(action)) {
            throw new Fault(ErrorCode.UNKNOWN_ACTION, action);
        }
        json.check();
        switch (action) {
            case CLEAR_CACHE -> waiting.resume(cleared(cache.clear()));
            case BACKUP -> backUp(headers, waiting);
            default -> waiting.resume(restarted(restart.restart(force, caller.name(), caller.address())));
        }
    }

    private Response cleared(ClearCache.Cleared cleared) {
        JsonObjectBuilder answer = success(caller.messages(), "MAINTENANCE_CLEARED")
                .add("freedBytes", cleared.bytes())
                .add("files", cleared.files());
        return Envelope.bare(200, answer.build());
    }

    private void backUp(HttpHeaders headers, AsyncResponse waiting) {
        LiveJob job = backups.forMaintenance(Databases.DEFAULT, caller.name());
        Messages messages = caller.messages();
        if (JobAnswer.wantsNoWait(headers)) {
            waiting.resume(accepted(job, messages));
            return;
        }
        // Not through the proxy of this request, which may be over when the job ends.
        BackupRecords found = records;
        waiting.setTimeout(0, TimeUnit.SECONDS);
        job.ended().whenComplete((ended, failure) -> waiting.resume(ended(ended, failure, found, messages)));
    }

    private Response accepted(LiveJob job, Messages messages) {
        JsonObjectBuilder answer =
                success(messages, "JOB_ACCEPTED").add("job", JobJson.of(jobs.get(job.id()), messages));
        Response bare = Envelope.bare(202, answer.build());
        return Response.fromResponse(bare)
                .header("Location", JobAnswer.location(job.id()))
                .build();
    }

    private Response ended(Job job, Throwable failure, BackupRecords records, Messages messages) {
        try {
            return failure == null ? backedUp(job, records, messages) : Envelope.fault(messages, Faults.of(failure));
        } catch (RuntimeException e) {
            // Thrown here, it would leave the client waiting for ever.
            return Envelope.fault(messages, Faults.of(Faults.unwrapped(e)));
        }
    }

    private Response backedUp(Job job, BackupRecords records, Messages messages) {
        Fault fault = JobJson.fault(job);
        if (fault != null) {
            return Envelope.fault(messages, fault);
        }
        Path file = Path.of(records.get(job.recordId()).filePath());
        JsonObjectBuilder answer = success(messages, "MAINTENANCE_BACKED_UP")
                .add("backupFile", file.getFileName().toString());
        return Envelope.bare(200, answer.build());
    }

    private Response restarted(RestartServer.Outcome outcome) {
        Messages messages = caller.messages();
        return switch (outcome) {
            case ONLY_LOGGED -> {
                JsonObjectBuilder answer = success(messages, "MAINTENANCE_RESTART_LOGGED")
                        .add("note", messages.text("MAINTENANCE_RESTART_NOTE"));
                yield Envelope.bare(200, answer.build());
            }
            case RESTARTING -> {
                caller.goesOn();
                yield Envelope.bare(
                        200, success(messages, "MAINTENANCE_RESTARTING").build());
            }
        };
    }

    private JsonObjectBuilder success(Messages messages, String key) {
        return Json.createObjectBuilder()
                .add("success", true)
                .add("message", messages.text(key))
                .add("timestamp", Timestamps.iso(clock.instant()));
    }

    @GET
    @RolesAllowed("ADMIN")
    public Response look() {
        return Envelope.bare(200, state.json(caller.messages()));
    }
}
