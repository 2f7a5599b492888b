package org.safeward.backup.adopt;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.LyingCopies;
import org.safeward.destinations.LyingCopy;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.rest.json.ListQuery;
import org.safeward.store.remote.StoredFile;

/** What lies in a destination, from the manifests of one page alone. The place may be slow, so it does not wait on a request thread. */
@Path("/destinations/{name}/backups")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class LyingCopiesResource {
    @Resource
    private ManagedExecutorService executor;

    @Inject
    private Destinations destinations;

    @Inject
    private LyingCopies lying;

    @Inject
    private KnownCopies known;

    @Inject
    private Caller caller;

    @GET
    @RolesAllowed("OPERATOR")
    public void list(@PathParam("name") String name, @Context UriInfo uri, @Suspended AsyncResponse waiting) {
        ListQuery query = new ListQuery(uri.getQueryParameters(), caller.fieldFaults());
        query.check();
        Destination destination = destinations.get(name);
        Page page = new Page(destination, query, lying, known, caller.messages());
        executor.execute(() -> waiting.resume(page.answer()));
    }

    /** What the work needs of the request, which is over by then. */
    private record Page(
            Destination destination, ListQuery query, LyingCopies lying, KnownCopies known, Messages messages) {
        Response answer() {
            try {
                return Envelope.success(messages, read());
            } catch (IOException | RuntimeException e) {
                return Envelope.fault(messages, Faults.of(Faults.unwrapped(e)));
            }
        }

        private JsonObject read() throws IOException {
            LyingCopies.Listing listing = lying.list(destination);
            List<StoredFile> some = listing.manifests().stream()
                    .skip(query.offset())
                    .limit(query.most())
                    .toList();
            JsonArrayBuilder list = Json.createArrayBuilder();
            for (LyingCopy copy : lying.read(destination, some, listing)) {
                list.add(LyingCopyJson.of(copy, known.recordOf(destination.name(), copy.name()), messages));
            }
            return query.answer(list, listing.manifests().size());
        }
    }
}
