package org.safeward.backup.retention;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.safeward.access.audit.Audited;
import org.safeward.backup.ShowRecords;
import org.safeward.catalog.BackupConfig;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.FieldFaults;
import org.safeward.settings.KeepRules;
import org.safeward.settings.KeepRules.Period;
import org.safeward.settings.Settings;

/** What is kept: pinning a backup, acknowledging a strange one, and a dry run of the retention. */
@Path("/backup")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RetentionResource {
    @Inject
    private BackupRecords records;

    @Inject
    private BackupConfigs configs;

    @Inject
    private RetentionPlan plan;

    @Inject
    private CopiesGoing copies;

    @Inject
    private Databases databases;

    @Inject
    private ShowRecords shown;

    @Inject
    private Caller caller;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    @PUT
    @Path("records/{id}/pin")
    @RolesAllowed("OPERATOR")
    @Audited("backup.pin")
    public Response pin(@PathParam("id") String id) {
        return pin(caller.id(id), true);
    }

    @DELETE
    @Path("records/{id}/pin")
    @RolesAllowed("OPERATOR")
    @Audited("backup.unpin")
    public Response unpin(@PathParam("id") String id) {
        return pin(caller.id(id), false);
    }

    private Response pin(long id, boolean pinned) {
        BackupRecord record = records.change(id, row -> row.pin(pinned, clock.instant()));
        return Envelope.success(caller.messages(), shown.of(record, caller.messages()));
    }

    /** Says of a strange backup that it is right; what it held expires as ever. Who may remove backups may let them expire. */
    @POST
    @Path("records/{id}/acknowledge")
    @RolesAllowed("ADMIN")
    @Audited("backup.acknowledge")
    public Response acknowledge(@PathParam("id") String id) {
        BackupRecord record = records.change(caller.id(id), row -> {
            if (!row.strange()) {
                throw new Fault(ErrorCode.RECORD_NOT_STRANGE, row.id());
            }
            row.acknowledge(clock.instant());
        });
        return Envelope.success(caller.messages(), shown.of(record, caller.messages()));
    }

    /** With the limits of the config, or with others that somebody thinks of setting. */
    @GET
    @Path("retention/preview")
    @RolesAllowed("VIEWER")
    public Response preview(
            @QueryParam("database") @DefaultValue(Databases.DEFAULT) String database,
            @QueryParam("backup_retention") String days,
            @QueryParam("backup_max_count") String most,
            @QueryParam("backup_keep") String periods) {
        BackupConfig config = configs.of(databases.require(database));
        Retention.Rules today = plan.rules(config);
        FieldFaults faults = caller.fieldFaults();
        long daysKept =
                days == null ? today.days() : faults.wholeNumber("backup_retention", days, 1, BackupConfig.MOST_DAYS);
        long mostKept = most == null
                ? today.maxCount()
                : faults.wholeNumber("backup_max_count", most, 1, BackupConfig.MOST_COUNT);
        Map<Period, Integer> periodsKept = periods == null ? today.periods() : periods(periods, faults);
        faults.check();
        Retention.Rules rules = new Retention.Rules((int) daysKept, (int) mostKept, periodsKept, today.zone());
        return Envelope.success(
                caller.messages(), json(config, plan.whole(database, rules), plan.locked(database), rules));
    }

    /** None, when it is empty. */
    private static Map<Period, Integer> periods(String text, FieldFaults faults) {
        try {
            return text.isBlank() ? Map.of() : KeepRules.ofPeriods(text).periods();
        } catch (IllegalArgumentException e) {
            faults.add("FIELD_KEEP", "backup_keep");
            return Map.of();
        }
    }

    private static JsonValue moment(Instant moment) {
        return moment == null ? JsonValue.NULL : Json.createValue(moment.getEpochSecond());
    }

    private static JsonValue keeper(KeptInPlaces.Outcome outcome, long id) {
        return Optional.ofNullable(outcome.keepers().get(id))
                .<JsonValue>map(Json::createValue)
                .orElse(JsonValue.NULL);
    }

    private JsonObject json(
            BackupConfig config, KeptInPlaces.Outcome outcome, Map<Long, Instant> locked, Retention.Rules rules) {
        Messages messages = caller.messages();
        List<Retention.Decision> decisions = outcome.decisions();
        Map<Long, Set<String>> going = copies.of(outcome, plan.isFresh(config));
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (Retention.Decision decision : decisions) {
            list.add(Json.createObjectBuilder()
                    .add("record_id", decision.id())
                    .add("remove", decision.removes())
                    .add("reason", decision.reason().name())
                    .add("text", messages.text("RETENTION_" + decision.reason()))
                    .add("locked_until", moment(locked.get(decision.id())))
                    .add("kept_in", keeper(outcome, decision.id()))
                    .add("destinations", Json.createArrayBuilder(going.getOrDefault(decision.id(), Set.of()))));
        }
        return Json.createObjectBuilder()
                .add("backup_retention", rules.days())
                .add("backup_max_count", rules.maxCount())
                .add("backup_keep", KeepRules.text(rules.periods()))
                .add(
                        "removes",
                        decisions.stream().filter(Retention.Decision::removes).count())
                .add(
                        "removes_copies",
                        going.values().stream().mapToLong(Set::size).sum())
                .add("trash_days", settings.keep().trash().map(Duration::toDays).orElse(0L))
                .add("list", list)
                .build();
    }
}
