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
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Optional;
import org.safeward.access.AccessFields;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.FieldFaults;

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
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        FieldFaults faults = caller.fieldFaults();
        int page = (int) faults.wholeNumber("page", text(query, "page").orElse("1"), 1, 1_000_000);
        int size =
                (int) faults.wholeNumber("page_size", text(query, "page_size").orElse("20"), 1, 100);
        AuditFilter filter = new AuditFilter(
                text(query, "who").map(text -> faults.storable("who", text)),
                text(query, "action").map(text -> faults.storable("action", text)),
                text(query, "result").map(text -> faults.storable("result", text)),
                moment(query, "from", faults),
                moment(query, "until", faults),
                (page - 1) * size,
                size);
        faults.check();
        JsonArrayBuilder list = Json.createArrayBuilder();
        entries.list(filter).forEach(entry -> list.add(json(entry)));
        JsonObject data = Json.createObjectBuilder()
                .add("list", list)
                .add("total", entries.count(filter))
                .add("page", page)
                .add("page_size", size)
                .build();
        return Envelope.success(caller.messages(), data);
    }

    private static Optional<String> text(MultivaluedMap<String, String> query, String name) {
        return Optional.ofNullable(query.getFirst(name)).filter(text -> !text.isEmpty());
    }

    private static Optional<Instant> moment(MultivaluedMap<String, String> query, String name, FieldFaults faults) {
        return text(query, name)
                .map(seconds -> Instant.ofEpochSecond(faults.wholeNumber(name, seconds, 0, LAST_SECOND)));
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
