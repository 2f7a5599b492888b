package org.safeward.alerts;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.safeward.backup.copies.CopyFailed;
import org.safeward.backup.fetch.CopyDamaged;
import org.safeward.backup.identities.EncryptedPlaces;
import org.safeward.backup.identities.IdentityUnshown;
import org.safeward.backup.retention.RoomEnding;
import org.safeward.backup.strange.Strangeness;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.Fault;
import org.safeward.hooks.HookCall;
import org.safeward.jobs.JobEnded;
import org.safeward.jobs.http.JobJson;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.settings.Settings;
import org.safeward.takeover.CatalogBackupFailed;

/** Tells the configured addresses of backups that succeeded, failed, are overdue or strange, and of drills that failed. Tried again with growing pauses. */
@ApplicationScoped
class SendAlerts {
    private static final Logger LOG = System.getLogger(SendAlerts.class.getName());
    private static final List<Duration> PAUSES =
            List.of(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofMinutes(2));

    @Resource
    private ManagedScheduledExecutorService executor;

    @Inject
    private Settings settings;

    @Inject
    private BackupRecords records;

    @Inject
    private InstantSource clock;

    void after(@Observes JobEnded done) {
        Job job = done.job();
        boolean failed = job.state() != RunState.COMPLETED && job.state() != RunState.CANCELLED;
        if (job.kind() == JobKind.BACKUP && job.state() == RunState.COMPLETED) {
            send(settings.hooks().onSuccess(), about("backup-succeeded", job).build());
            records.find(job.recordId()).filter(BackupRecord::strange).ifPresent(record -> tellStrange(job, record));
        } else if (job.kind() == JobKind.BACKUP && failed) {
            tellFailure("backup-failed", job);
        } else if (job.kind() == JobKind.DRILL && failed) {
            tellFailure("drill-failed", job);
        }
    }

    private void tellFailure(String name, Job job) {
        send(
                settings.hooks().onFailure(),
                reason(about(name, job), JobJson.fault(job)).build());
    }

    private void tellStrange(Job job, BackupRecord record) {
        String found = record.warnings().stream()
                .filter(Strangeness::isOne)
                .map(settings.language()::message)
                .collect(Collectors.joining("; "));
        send(
                settings.hooks().onFailure(),
                about("backup-strange", job).add("message", found).build());
    }

    void after(@Observes RoomEnding ending) {
        JsonArrayBuilder strange = Json.createArrayBuilder(ending.strange());
        send(
                settings.hooks().onFailure(),
                event("room-ending", ending.database())
                        .add("directory", ending.directory().toString())
                        .add("free", ending.free())
                        .add("strange", strange)
                        .build());
    }

    void after(@Observes CopyDamaged damage) {
        send(
                settings.hooks().onFailure(),
                event(
                                damage.healed() ? "copy-healed" : "copy-damaged",
                                damage.record().database())
                        .add("record_id", damage.record().id())
                        .add("path", damage.copy().toString())
                        .build());
    }

    void after(@Observes CopyFailed failed) {
        JsonObjectBuilder body = event("copy-failed", failed.record().database())
                .add("record_id", failed.record().id());
        send(settings.hooks().onFailure(), reason(body, failed.reason()).build());
    }

    void after(@Observes CatalogBackupFailed failed) {
        JsonObjectBuilder body = event("catalog-backup-failed").add("destination", failed.destination());
        send(settings.hooks().onFailure(), reason(body, failed.reason()).build());
    }

    void after(@Observes IdentityUnshown unshown) {
        EncryptedPlaces.Standing place = unshown.standing();
        JsonObjectBuilder body = event("identity-unshown")
                .add("place", place.place())
                .add("message", settings.language().text("WARNING_IDENTITY", place.place()));
        place.shownAt().ifPresent(at -> body.add("shown_at", at.getEpochSecond()));
        send(settings.hooks().onOverdue(), body.build());
    }

    void after(@Observes BackupOverdue overdue) {
        JsonObjectBuilder body = event("backup-overdue", overdue.database());
        overdue.lastGood().ifPresent(good -> body.add("last_success_at", good.getEpochSecond()));
        send(settings.hooks().onOverdue(), body.build());
    }

    private JsonObjectBuilder about(String name, Job job) {
        return event(name, job.database()).add("job", job.id()).add("record_id", job.recordId());
    }

    private JsonObjectBuilder reason(JsonObjectBuilder body, Fault reason) {
        return body.add("error", reason.code().name())
                .add("message", settings.language().message(reason))
                .add("hint", settings.language().hint(reason));
    }

    private JsonObjectBuilder event(String name, String database) {
        return event(name).add("database", database);
    }

    private JsonObjectBuilder event(String name) {
        return Json.createObjectBuilder()
                .add("event", name)
                .add("at", clock.instant().getEpochSecond());
    }

    private void send(Optional<URI> address, JsonObject body) {
        address.ifPresent(to -> attempt(to, body, 0));
    }

    private void attempt(URI address, JsonObject body, int number) {
        executor.schedule(() -> post(address, body, number), PAUSES.get(number).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void post(URI address, JsonObject body, int number) {
        try {
            HookCall.post(address, body);
        } catch (IOException e) {
            boolean last = number + 1 == PAUSES.size();
            LOG.log(
                    Level.WARNING,
                    "alert {0} failed{1}: {2}",
                    body.getString("event"),
                    last ? " for good" : "",
                    e.getMessage());
            if (!last) {
                attempt(address, body, number + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
