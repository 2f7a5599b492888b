package org.safeward.status;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
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
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;

/** The protected databases: what they are, what is in them now, their last good backup, and when one was last proven to come back. */
@Path("/databases")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DatabasesResource {
    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private ProofJson proof;

    @Inject
    private OffsiteJson offsite;

    @Inject
    private Caller caller;

    /**
     * One that cannot be reached is listed with its fault.
     *
     * @param inspect {@code false} to leave out what has to be asked of the databases themselves, which counts their rows
     */
    @GET
    @RolesAllowed("VIEWER")
    public Response list(@QueryParam("inspect") @DefaultValue("true") String inspect) {
        boolean looks = !"false".equals(inspect);
        JsonArrayBuilder list = Json.createArrayBuilder();
        databases.names().forEach(name -> list.add(json(name, looks)));
        JsonObject data = Json.createObjectBuilder().add("list", list).build();
        return Envelope.success(caller.messages(), data);
    }

    private JsonObjectBuilder json(String name, boolean inspect) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("name", name);
        Optional<DatabaseEngine> engine = Optional.ofNullable(databases.all().get(name));
        json.add("engine", engine.flatMap(DatabasesResource::kind).orElse(""));
        json.add("address", engine.map(DatabaseEngine::address).orElse(""));
        Optional<BackupRecord> good = records.newestGood(name);
        json.add("last_good_record_id", number(good.map(BackupRecord::id)));
        json.add("last_good_at", number(good.map(record -> record.completedAt().getEpochSecond())));
        proof.addTo(json, name, caller.messages());
        offsite.addTo(json, name, caller.messages());
        try {
            DatabaseEngine known = engine.orElseThrow(() -> new Fault(ErrorCode.NO_DATABASE));
            return facts(json, inspect ? Optional.of(known.inspect(Work.UNWATCHED)) : Optional.empty(), null);
        } catch (Fault e) {
            return facts(json, Optional.empty(), e);
        }
    }

    /** Empty for a data source that has not been reached yet. */
    private static Optional<String> kind(DatabaseEngine engine) {
        try {
            return Optional.of(engine.kind());
        } catch (Fault e) {
            // Told with the rest of its facts.
            return Optional.empty();
        }
    }

    private JsonObjectBuilder facts(JsonObjectBuilder json, Optional<DatabaseFacts> facts, Fault fault) {
        Messages messages = caller.messages();
        return json.add("version", facts.map(DatabaseFacts::version).orElse(""))
                .add("size", number(facts.map(DatabaseFacts::bytes)))
                .add("tables", number(facts.map(known -> (long) known.tables().size())))
                .add("error", text(fault == null ? null : fault.code().name()))
                .add("message", text(fault == null ? null : messages.message(fault)))
                .add("hint", text(fault == null ? null : messages.hint(fault)));
    }

    private static JsonValue number(Optional<Long> value) {
        return value.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }

    private static JsonValue text(String value) {
        return value == null ? JsonValue.NULL : Json.createValue(value);
    }
}
