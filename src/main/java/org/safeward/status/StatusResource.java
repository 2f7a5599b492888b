package org.safeward.status;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.backup.ConfigJson;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.backup.stores.StoreReach;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.jobs.JobQueue;
import org.safeward.jobs.http.JobJson;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.schedule.NextRun;
import org.safeward.schedule.OverdueBackups;

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
    private StoreReach reach;

    @Inject
    private BackupPlaces places;

    @Inject
    private JobQueue queue;

    @Inject
    private BackupStores stores;

    @Inject
    private NextRun next;

    @Inject
    private OverdueBackups overdue;

    @Inject
    private ProofJson proof;

    @Inject
    private OffsiteJson offsite;

    @Inject
    private Warnings warnings;

    @Inject
    private Databases databases;

    @Inject
    private Caller caller;

    @Inject
    private InstantSource clock;

    @GET
    @RolesAllowed("VIEWER")
    public Response status(@QueryParam("database") @DefaultValue(Databases.DEFAULT) String database) {
        databases.require(database);
        Optional<Job> running = jobs.active().stream()
                // What stands aside keeps nobody from anything.
                .filter(job -> job.database().equals(database) && !job.kind().standsAside())
                .findFirst();
        Optional<BackupRecord> newest = records.newestGood(database);
        java.nio.file.Path place = places.of(database);
        JsonObjectBuilder data = Json.createObjectBuilder()
                .add("is_running", running.isPresent())
                .add("backup_dir", place.toString())
                .add("stores", stores(database))
                .add("config", ConfigJson.of(configs.of(database)))
                .add("job", json(running))
                .add("queue", queue())
                .add("next_run_at", seconds(next.after(database, clock.instant())))
                .add("due_at", seconds(overdue.missed(database, clock.instant())))
                .add("last_success_at", seconds(newest.map(BackupRecord::completedAt)))
                .add("last_verified_at", seconds(newest.map(BackupRecord::verifiedAt)))
                .add("damaged", Json.createArrayBuilder(records.damaged(database)))
                .add("strange", Json.createArrayBuilder(records.strange(database)))
                .add("disk_free", reach.free(place))
                .add("warnings", Json.createArrayBuilder(warnings.about(database, caller.messages())));
        proof.addTo(data, database, caller.messages());
        offsite.addTo(data, database, caller.messages());
        return Envelope.success(caller.messages(), data.build());
    }

    private JsonObjectBuilder queue() {
        JobQueue.Load load = queue.load();
        return Json.createObjectBuilder()
                .add("working", load.working())
                .add("waiting", load.waiting())
                .add("max_concurrent", load.most());
    }

    private JsonArrayBuilder stores(String database) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        stores.of(database)
                .forEach(store -> list.add(Json.createObjectBuilder()
                        .add("directory", store.directory().toString())
                        .add("state", store.state().text())));
        return list;
    }

    private JsonValue json(Optional<Job> running) {
        return running.<JsonValue>map(job -> JobJson.of(job, caller.messages())).orElse(JsonValue.NULL);
    }

    private static JsonValue seconds(Optional<Instant> moment) {
        return moment.<JsonValue>map(known -> Json.createValue(known.getEpochSecond()))
                .orElse(JsonValue.NULL);
    }
}
