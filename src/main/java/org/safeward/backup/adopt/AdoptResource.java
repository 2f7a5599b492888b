package org.safeward.backup.adopt;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.safeward.access.audit.Audited;
import org.safeward.archive.age.Identity;
import org.safeward.backup.FileKeys;
import org.safeward.backup.ShowRecords;
import org.safeward.databases.Databases;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.rest.json.JsonBody;

/** Takes files that no record names into the catalog. Reads them whole, so it does not wait on a request thread. */
@Path("/backup/adopt")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AdoptResource {
    @Resource
    private ManagedExecutorService executor;

    @Inject
    private AdoptFiles adoption;

    @Inject
    private Databases databases;

    @Inject
    private ShowRecords records;

    @Inject
    private Caller caller;

    @POST
    @Audited("backup.adopt")
    @RolesAllowed("ADMIN")
    public void adopt(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        json.narrowing("database");
        String database = json.text("database", 100).orElse(Databases.DEFAULT);
        Optional<String> identity = json.text("identity", FileKeys.LONGEST_IDENTITY);
        json.check();
        // Before a thread is taken for it, and for an answer that is no success.
        identity.map(Identity::parse).ifPresent(Identity::close);
        databases.engine(database);
        Messages messages = caller.messages();
        AdoptFiles files = adoption;
        ShowRecords shown = records;
        executor.execute(() -> waiting.resume(answer(files, database, identity, shown, messages)));
    }

    private static Response answer(
            AdoptFiles files, String database, Optional<String> identity, ShowRecords shown, Messages messages) {
        try {
            return Envelope.success(messages, json(files.adopt(database, identity), shown, messages));
        } catch (RuntimeException e) {
            return Envelope.fault(messages, Faults.of(Faults.unwrapped(e)));
        }
    }

    private static JsonObject json(List<AdoptFiles.Outcome> outcomes, ShowRecords shown, Messages messages) {
        JsonArrayBuilder adopted = Json.createArrayBuilder();
        JsonArrayBuilder refused = Json.createArrayBuilder();
        for (AdoptFiles.Outcome outcome : outcomes) {
            if (outcome.refused() == null) {
                adopted.add(shown.of(outcome.record(), messages));
            } else {
                JsonObjectBuilder refusal = Json.createObjectBuilder()
                        .add("file_path", outcome.file().toString())
                        .add("error", outcome.refused().code().name())
                        .add("message", messages.message(outcome.refused()))
                        .add("hint", messages.hint(outcome.refused()));
                refused.add(refusal);
            }
        }
        return Json.createObjectBuilder()
                .add("adopted", adopted)
                .add("refused", refused)
                .build();
    }
}
