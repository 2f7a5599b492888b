package org.safeward.backup;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.Job;
import org.safeward.catalog.Jobs;
import org.safeward.databases.Databases;
import org.safeward.jobs.JobJson;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.store.BackupStore;

/** How it stands with the backups of one database. */
@Path("/backup/status")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    @Inject
    private Jobs jobs;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupConfigs configs;

    @Inject
    private BackupStore store;

    @Inject
    private Databases databases;

    @Inject
    private Caller caller;

    @GET
    @RolesAllowed("VIEWER")
    public Response status(@QueryParam("database") @DefaultValue(Databases.DEFAULT) String database) {
        databases.require(database);
        Optional<Job> running = jobs.active().stream()
                .filter(job -> job.database().equals(database))
                .findFirst();
        Optional<BackupRecord> newest = records.newestGood(database);
        JsonObjectBuilder data = Json.createObjectBuilder()
                .add("is_running", running.isPresent())
                .add("backup_dir", store.directory().toString())
                .add("config", ConfigJson.of(configs.of(database)))
                .add(
                        "job",
                        running.<JsonValue>map(job -> JobJson.of(job, caller.messages()))
                                .orElse(JsonValue.NULL))
                .add(
                        "last_success_at",
                        newest.<JsonValue>map(record ->
                                        Json.createValue(record.completedAt().getEpochSecond()))
                                .orElse(JsonValue.NULL))
                .add(
                        "last_verified_at",
                        newest.<JsonValue>map(record ->
                                        Json.createValue(record.verifiedAt().getEpochSecond()))
                                .orElse(JsonValue.NULL))
                .add("disk_free", store.free())
                .add("warnings", JsonValue.EMPTY_JSON_ARRAY);
        return Envelope.success(caller.messages(), data.build());
    }
}
