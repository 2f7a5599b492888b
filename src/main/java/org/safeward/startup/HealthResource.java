package org.safeward.startup;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.safeward.catalog.Jobs;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.settings.Product;

/** For monitors and start scripts: whether Safeward has started and reaches its catalog. Tells nothing else, so anybody may ask. */
@Path("/health")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
    @Inject
    private Readiness readiness;

    @Inject
    private Jobs jobs;

    @Inject
    private Caller caller;

    @GET
    @PermitAll
    public Response health() {
        if (!readiness.isReady()) {
            throw new Fault(ErrorCode.CATALOG_UNREACHABLE);
        }
        // Throws when the catalog is out of reach.
        jobs.count();
        return Envelope.success(
                caller.messages(),
                Json.createObjectBuilder()
                        .add("status", "UP")
                        .add("version", Product.VERSION)
                        .build());
    }
}
