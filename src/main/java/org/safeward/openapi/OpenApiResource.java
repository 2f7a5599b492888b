package org.safeward.openapi;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.core.Variant;
import java.util.List;

/** The description of the API, as JSON; whoever prefers YAML gets the same, since JSON is YAML (1.2, section 1.3). */
@Path("/openapi")
@RequestScoped
public class OpenApiResource {
    private static final MediaType YAML = new MediaType("application", "yaml");
    private static final List<Variant> FORMS =
            Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, YAML).build();

    @Context
    private UriInfo uri;

    @GET
    @RolesAllowed("VIEWER")
    public Response describe(@Context Request request) {
        // Chosen here: which of two methods a server takes when both would do is its own affair.
        Variant form = request.selectVariant(FORMS);
        if (form == null) {
            throw new NotAcceptableException();
        }
        return Response.ok(document().toString())
                .type(form.getMediaType().withCharset("UTF-8"))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** The address of this API from the server's root: behind a proxy, host and scheme are not known here. */
    private JsonObject document() {
        return OpenApiDocument.of(uri.getBaseUri().getPath().replaceAll("/$", ""));
    }
}
