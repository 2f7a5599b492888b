package org.safeward.takeover;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.safeward.access.audit.Audited;
import org.safeward.archive.age.Identity;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.rest.json.JsonBody;

/** The catalogs of lost installations in destinations, and taking one over. */
@Path("/takeover")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TakeoverResource {
    private static final int MOST_NAME_CHARACTERS = 200;
    private static final int MOST_IDENTITY_CHARACTERS = 16 * 1024;

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private TakeOverCatalog takeover;

    @Inject
    private LyingCatalogs lying;

    @Inject
    private Destinations destinations;

    @Inject
    private Caller caller;

    /** Without a destination, no place is asked: it says whether a catalog could be taken over, and where some may lie. */
    @GET
    @RolesAllowed("ADMIN")
    public void offer(@QueryParam("destination") String named, @Suspended AsyncResponse waiting) {
        Optional<Destination> destination =
                Optional.ofNullable(named).filter(name -> !name.isEmpty()).map(destinations::get);
        Messages messages = caller.messages();
        TakeoverOffer offer = new TakeoverOffer(takeover, lying, destinations, messages);
        execute(waiting, messages, () -> Envelope.success(messages, offer.json(destination)));
    }

    @POST
    @Audited("catalog.takeover")
    @RolesAllowed("ADMIN")
    public void takeOver(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<String> destination = json.required("destination", json.text("destination", MOST_NAME_CHARACTERS));
        Optional<String> key = json.required("public_key", json.text("public_key", MOST_NAME_CHARACTERS));
        Optional<String> secret = json.required("identity", json.text("identity", MOST_IDENTITY_CHARACTERS));
        Optional<String> name = json.text("name", MOST_NAME_CHARACTERS);
        json.narrowing("name");
        if (key.isPresent() && key.flatMap(PublicKeyText::typed).isEmpty()) {
            json.faults().add("FIELD_PUBLIC_KEY", "public_key");
        }
        json.check();
        Destination place = destinations.get(destination.orElseThrow());
        caller.concerns("destination " + place.name());
        TakeOverCatalog.Request request = new TakeOverCatalog.Request(
                place,
                name,
                key.flatMap(PublicKeyText::typed).orElseThrow(),
                Identity.parse(secret.orElseThrow()),
                caller.name());
        Messages messages = caller.messages();
        TakeOverCatalog taking = takeover;
        execute(waiting, messages, () -> {
            try (Identity identity = request.identity()) {
                return Envelope.success(messages, TakeoverOffer.json(taking.takeOver(request)));
            }
        });
    }

    private void execute(AsyncResponse waiting, Messages messages, Callable<Response> work) {
        executor.execute(() -> waiting.resume(answer(messages, work)));
    }

    private static Response answer(Messages messages, Callable<Response> work) {
        try {
            return work.call();
        } catch (Exception e) {
            return Envelope.fault(messages, Faults.of(Faults.unwrapped(e)));
        }
    }
}
