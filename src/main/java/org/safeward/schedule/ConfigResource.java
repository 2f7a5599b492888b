package org.safeward.schedule;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.safeward.access.audit.Audited;
import org.safeward.backup.ConfigJson;
import org.safeward.catalog.BackupConfigs;
import org.safeward.databases.Databases;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.FieldFaults;
import org.safeward.rest.json.JsonBody;
import org.safeward.schedule.cron.CronSchedule;
import org.safeward.settings.Settings;

/** The config of automatic backups. */
@Path("/backup/config")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ConfigResource {
    private static final int PREVIEWED_RUNS = 5;

    @Inject
    private BackupConfigs configs;

    @Inject
    private UpdateConfig update;

    @Inject
    private Databases databases;

    @Inject
    private Settings settings;

    @Inject
    private Caller caller;

    @Inject
    private InstantSource clock;

    @GET
    @RolesAllowed("VIEWER")
    public Response get(@QueryParam("database") @DefaultValue(Databases.DEFAULT) String database) {
        return Envelope.success(caller.messages(), ConfigJson.of(configs.of(databases.require(database))));
    }

    @PUT
    @RolesAllowed("ADMIN")
    @Audited("config.change")
    public Response put(String body, @Context HttpHeaders headers) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        json.narrowing("database");
        String database = json.text("database", 100).orElse(Databases.DEFAULT);
        update.update(database, ConfigInput.of(json, settings.backupRoots(), caller.messages()));
        return Envelope.success(caller.messages(), "CONFIG_UPDATED", JsonValue.NULL);
    }

    /** What a cron expression means: a sentence, and its next times. */
    @GET
    @Path("preview")
    @RolesAllowed("VIEWER")
    public Response preview(
            @QueryParam("cron") @DefaultValue("") String cron,
            @QueryParam("timezone") @DefaultValue("") String timezone) {
        Messages messages = caller.messages();
        FieldFaults faults = caller.fieldFaults();
        Optional<ZoneId> zone = ConfigInput.zone("timezone", timezone, faults);
        ConfigInput.checkCron("cron", cron, zone, messages.locale(), faults);
        faults.check();
        CronSchedule schedule = CronSchedule.parse(cron);
        JsonObject data = Json.createObjectBuilder()
                .add("cron", schedule.toString())
                .add("timezone", zone.orElseThrow().getId())
                .add("sentence", schedule.describe(messages.locale()))
                .add("next_run_at", nextRuns(schedule, zone.orElseThrow()))
                .build();
        return Envelope.success(messages, data);
    }

    private JsonArrayBuilder nextRuns(CronSchedule schedule, ZoneId zone) {
        JsonArrayBuilder runs = Json.createArrayBuilder();
        Optional<ZonedDateTime> next = schedule.nextAfter(clock.instant().atZone(zone));
        for (int i = 0; i < PREVIEWED_RUNS && next.isPresent(); i++) {
            runs.add(next.get().toEpochSecond());
            next = schedule.nextAfter(next.get());
        }
        return runs;
    }
}
