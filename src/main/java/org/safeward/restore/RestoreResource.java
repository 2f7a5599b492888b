package org.safeward.restore;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.Jobs;
import org.safeward.databases.Databases;
import org.safeward.jobs.JobAnswer;
import org.safeward.jobs.LiveJob;
import org.safeward.rest.Caller;
import org.safeward.rest.JsonBody;

/** Restores from a backup record. Uploaded files come in through {@link UploadRestoreServlet}. */
@Path("/backup/restore")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RestoreResource {
    @Inject
    private RestoreBackup restores;

    @Inject
    private UndoRestore undo;

    @Inject
    private BackupRecords records;

    @Inject
    private Jobs jobs;

    @Inject
    private Caller caller;

    @POST
    @RolesAllowed("ADMIN")
    public void restore(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<Long> record = json.required("record_id", json.wholeNumber("record_id", 1, Long.MAX_VALUE));
        Optional<String> database = json.text("database", 100);
        Optional<String> target = json.text("target", 200);
        boolean safety = json.flag("safety_backup").orElse(true);
        json.check();
        String name = database.orElseGet(() -> records.get(record.orElseThrow()).database());
        RestoreRequest request = new RestoreRequest(name, record, Optional.empty(), target, safety, false, false);
        LiveJob job = restores.start(request, caller.name());
        new JobAnswer(caller.messages(), "RESTORE_DONE", ended -> JsonValue.NULL).to(waiting, job, headers, jobs);
    }

    /** Back to what was there before the last restore. */
    @POST
    @Path("undo")
    @RolesAllowed("ADMIN")
    public void undo(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        String database = json.text("database", 100).orElse(Databases.DEFAULT);
        json.check();
        LiveJob job = undo.undo(database, caller.name());
        new JobAnswer(caller.messages(), "RESTORE_UNDONE", ended -> JsonValue.NULL).to(waiting, job, headers, jobs);
    }
}
