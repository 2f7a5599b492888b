package org.safeward.databases;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.safeward.archive.Manifest;
import org.safeward.catalog.BackupRecords;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Work;
import org.safeward.fault.Fault;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;

/** The protected databases as they are now. One that is out of reach is listed too, with its fault. */
@Path("/databases")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DatabasesResource {
    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private Caller caller;

    @GET
    @RolesAllowed("VIEWER")
    public Response list() {
        JsonArrayBuilder list = Json.createArrayBuilder();
        databases.all().forEach((name, engine) -> list.add(json(name, engine)));
        return Envelope.success(caller.messages(), list.build());
    }

    private JsonObjectBuilder json(String name, DatabaseEngine engine) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", name)
                .add("engine", engine.kind())
                .add("address", engine.address());
        records.newestGood(name)
                .ifPresentOrElse(
                        record -> json.add(
                                        "last_success_at", record.completedAt().getEpochSecond())
                                .add("last_success_id", record.id()),
                        () -> json.addNull("last_success_at").addNull("last_success_id"));
        try {
            return add(json, engine.inspect(Work.UNWATCHED));
        } catch (Fault e) {
            return json.addNull("version")
                    .addNull("size")
                    .addNull("table_count")
                    .add("tables", JsonValue.EMPTY_JSON_ARRAY)
                    .add("error", e.code().name())
                    .add("message", caller.messages().message(e))
                    .add("hint", caller.messages().hint(e));
        }
    }

    private static JsonObjectBuilder add(JsonObjectBuilder json, DatabaseFacts facts) {
        JsonArrayBuilder tables = Json.createArrayBuilder();
        for (Manifest.Table table : facts.tables()) {
            tables.add(Json.createObjectBuilder().add("name", table.name()).add("rows", table.rows()));
        }
        return json.add("version", facts.version())
                .add("size", facts.bytes())
                .add("table_count", facts.tables().size())
                .add("tables", tables)
                .addNull("error")
                .addNull("message")
                .addNull("hint");
    }
}
