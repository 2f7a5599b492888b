package org.safeward.restore.upload;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.safeward.access.audit.Audited;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.restore.source.HeldUploads;

/** The files that were uploaded and are not restored yet. They come in through {@link UploadServlet}. */
@Path("/backup/uploads/{id}")
@RequestScoped
@RolesAllowed("ADMIN")
@Produces(MediaType.APPLICATION_JSON)
public class UploadResource {
    @Inject
    private HeldUploads uploads;

    @Inject
    private Caller caller;

    @GET
    public Response get(@PathParam("id") String id) {
        return Envelope.success(caller.messages(), UploadJson.of(uploads.get(id)));
    }

    @DELETE
    @Audited("upload.remove")
    public Response remove(@PathParam("id") String id) throws IOException {
        uploads.remove(id);
        return Envelope.success(caller.messages(), "UPLOAD_REMOVED", JsonValue.NULL);
    }
}
