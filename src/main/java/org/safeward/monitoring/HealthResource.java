package org.safeward.monitoring;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.settings.HealthSettings;
import org.safeward.settings.Product;

/** For monitors and start scripts. Anybody may ask and learns what is wrong; of which database, only who may read. */
@Path("/health")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
    @Inject
    private CheckHealth health;

    @Inject
    private Caller caller;

    @GET
    @PermitAll
    public Response health() {
        HealthReport report = health.report();
        JsonObject data = json(report);
        if (report.up()) {
            return Envelope.success(caller.messages(), data);
        }
        Fault fault = report.catalog()
                ? new Fault(ErrorCode.UNHEALTHY, String.join(", ", report.down()))
                : new Fault(ErrorCode.CATALOG_UNREACHABLE);
        return Envelope.fault(caller.messages(), fault, data);
    }

    /** For whoever waits for a start: a backup that is too old, or a full disk, must not keep a server from being called started. */
    @GET
    @Path("started")
    @PermitAll
    public Response started() {
        if (!health.isStarted()) {
            throw new Fault(ErrorCode.CATALOG_UNREACHABLE);
        }
        return Envelope.success(caller.messages(), base(true).build());
    }

    private static JsonObjectBuilder base(boolean up) {
        return Json.createObjectBuilder().add("status", word(up)).add("version", Product.VERSION);
    }

    private JsonObject json(HealthReport report) {
        JsonObjectBuilder parts = Json.createObjectBuilder();
        report.parts().forEach((part, up) -> parts.add(part.text(), word(up)));
        JsonObjectBuilder json = base(report.up()).add("parts", parts);
        if (caller.is("VIEWER")) {
            JsonArrayBuilder databases = Json.createArrayBuilder();
            report.databases().forEach(database -> databases.add(json(database, report.limits())));
            json.add("databases", databases);
        }
        return json.build();
    }

    private static JsonObjectBuilder json(DatabaseHealth database, HealthSettings limits) {
        return Json.createObjectBuilder()
                .add("name", database.name())
                .add("directory", database.directory().toString())
                .add("in_order", database.inOrder())
                .add("writable", database.writable())
                .add("free", database.free())
                .add("needed", database.needed())
                .add("last_good_at", seconds(database.lastGood().map(Instant::getEpochSecond)))
                .add("max_age", seconds(limits.maxAge().map(Duration::toSeconds)))
                .add("last_proven_at", seconds(database.lastProven().map(Instant::getEpochSecond)))
                .add("max_proven_age", seconds(limits.maxProvenAge().map(Duration::toSeconds)))
                .add("last_copied_at", seconds(database.lastCopied().map(Instant::getEpochSecond)))
                .add("max_copy_age", seconds(limits.maxCopyAge().map(Duration::toSeconds)));
    }

    private static JsonValue seconds(Optional<Long> number) {
        return number.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
