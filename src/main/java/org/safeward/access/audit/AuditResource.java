package org.safeward.access.audit;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.safeward.access.AccessFields;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.ListQuery;

/** Who did what: the audit, newest first. */
@Path("/audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999

    @Inject
    private AuditEntries entries;

    @Inject
    private Caller caller;

    @GET
    @RolesAllowed("ADMIN")
    public Response list(@Context UriInfo uri) {
        ListQuery query = new ListQuery(uri.getQueryParameters(), caller.fieldFaults());
        AuditEntries.Filter filter = new AuditEntries.Filter(
                query.storable("who"),
                query.storable("action"),
                query.storable("result"),
                moment(query, "from"),
                moment(query, "until"),
                query.offset(),
                query.most());
        query.check();
        JsonArrayBuilder list = Json.createArrayBuilder();
        entries.list(filter).forEach(entry -> list.add(json(entry)));
        return Envelope.success(caller.messages(), query.answer(list, entries.count(filter)));
    }

    private static Optional<Instant> moment(ListQuery query, String name) {
        OptionalLong seconds = query.number(name, 0, LAST_SECOND);
        return seconds.isPresent() ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong())) : Optional.empty();
    }

    private static JsonObject json(AuditEntry entry) {
        return Json.createObjectBuilder()
                .add("id", entry.id())
                .add("began_at", AccessFields.moment(entry.beganAt()))
                .add("ended_at", AccessFields.moment(entry.endedAt()))
                .add("who", entry.who())
                .add("address", entry.address())
                .add("action", entry.action())
                .add("subject", entry.subject())
                .add("result", entry.result())
                .build();
    }
}
