package org.safeward.restore;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DefaultValue;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.access.audit.Audited;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.PayloadKey;
import org.safeward.backup.FileKeys;
import org.safeward.backup.identities.ShowIdentity;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.engine.Destination;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.http.JobAnswer;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.JsonBody;
import org.safeward.restore.destination.AskedDestination;
import org.safeward.restore.destination.NamedTables;
import org.safeward.restore.preview.FunctionsSeen;
import org.safeward.restore.preview.ShownFunctions;
import org.safeward.restore.source.HeldUpload;
import org.safeward.restore.source.HeldUploads;
import org.safeward.restore.source.RestoreSource;

/**
 * Restores from a backup record, or from a file that was uploaded before. Files that are to be restored at once come in through {@code
 * UploadRestoreServlet}.
 */
@Path("/backup/restore")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RestoreResource {
    @Inject
    private RestoreBackup restores;

    @Inject
    private UndoRestore undo;

    @Inject
    private Databases databases;

    @Inject
    private HeldUploads uploads;

    @Inject
    private BackupRecords records;

    @Inject
    private FileKeys keys;

    @Inject
    private ShowIdentity identities;

    @Inject
    private Jobs jobs;

    @Inject
    private ShownFunctions shown;

    @Inject
    private Caller caller;

    @POST
    @RolesAllowed("ADMIN")
    @Audited("restore.start")
    public void restore(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<String> upload = json.text("upload_id", 100);
        Optional<Long> record = json.wholeNumber("record_id", 1, Long.MAX_VALUE);
        Optional<String> database = json.text("database", 100);
        json.narrowing("database", "target", "tables", "into");
        AskedDestination asked = destination(json);
        boolean safety = json.flag("safety_backup").orElse(true);
        boolean accept = json.flag("accept_unverifiable").orElse(false);
        Set<String> skip =
                Set.copyOf(new HashSet<>(json.texts("skip", RestoreRequest.MOST_SKIPPED, RestoreRequest.LONGEST_NAME)));
        Optional<String> identity = json.text("identity", FileKeys.LONGEST_IDENTITY);
        FunctionsSeen seen = FunctionsSeen.by(json.text("functions_seen", 100), () -> shown.to(caller.name()));
        if (upload.isEmpty()) {
            json.required("record_id", record);
        }
        asked.check(json.faults());
        json.check();
        Destination destination = asked.destination();
        LiveJob job = upload.isPresent()
                ? startUpload(uploads.handOver(upload.get()), database, destination, safety, accept, skip)
                : startRecord(record.orElseThrow(), database, destination, safety, skip, seen, identity);
        new JobAnswer(caller.messages(), "RESTORE_DONE", FailedObjects::of).to(waiting, job, headers, jobs);
    }

    private static AskedDestination destination(JsonBody json) {
        Optional<List<String>> tables = json.has("tables")
                ? Optional.of(json.texts("tables", AskedDestination.MOST_TABLES, AskedDestination.LONGEST_TABLE))
                : Optional.empty();
        return new AskedDestination(json.text("target", 200), tables, json.text("into", 100));
    }

    /** Which job an undo would take back now: null when there is none. */
    @GET
    @Path("undo")
    @RolesAllowed("ADMIN")
    public Response undoable(@QueryParam("database") @DefaultValue(Databases.DEFAULT) String database) {
        JsonValue job = undo.undoable(database)
                .<JsonValue>map(last -> Json.createValue(last.id()))
                .orElse(JsonValue.NULL);
        return Envelope.success(
                caller.messages(), Json.createObjectBuilder().add("job_id", job).build());
    }

    /** Back to what was there before the last restore. */
    @POST
    @Path("undo")
    @RolesAllowed("ADMIN")
    @Audited("restore.undo")
    public void undo(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        json.narrowing("database");
        String database = json.text("database", 100).orElse(Databases.DEFAULT);
        Optional<String> identity = json.text("identity", FileKeys.LONGEST_IDENTITY);
        json.check();
        LiveJob job = undo.undo(database, caller.name(), identity);
        List<String> tables = jobs.get(job.id()).destination().tables();
        caller.concerns("database " + database + ", job " + job.id()
                + (tables.isEmpty() ? "" : ", tables " + NamedTables.listed(tables)));
        new JobAnswer(caller.messages(), "RESTORE_UNDONE", (ended, messages) -> JsonValue.NULL)
                .to(waiting, job, headers, jobs);
    }

    /** What opens it, which shows that somebody holds it. */
    private DecryptionKey key(BackupRecord backup, Optional<String> identity) {
        DecryptionKey key = keys.of(backup, identity);
        identity.filter(text -> key instanceof PayloadKey).ifPresent(text -> identities.opened(text, caller.name()));
        return key;
    }

    private LiveJob startRecord(
            long record,
            Optional<String> database,
            Destination destination,
            boolean safety,
            Set<String> skip,
            FunctionsSeen seen,
            Optional<String> identity) {
        database.ifPresent(databases::require);
        BackupRecord backup = records.get(record);
        String name = database.orElseGet(backup::database);
        RestoreRequest request = new RestoreRequest(
                name,
                Optional.of(record),
                Optional.empty(),
                destination,
                safety,
                false,
                false,
                skip,
                seen,
                key(backup, identity));
        caller.concerns("record " + record + ", " + request.concerns());
        return restores.start(request, caller.name());
    }

    private LiveJob startUpload(
            HeldUpload upload,
            Optional<String> database,
            Destination destination,
            boolean safety,
            boolean accept,
            Set<String> skip) {
        String name = database.orElse(upload.database());
        RestoreRequest request = new RestoreRequest(
                name,
                Optional.empty(),
                Optional.of(upload.file()),
                destination,
                safety,
                accept,
                false,
                skip,
                FunctionsSeen.NONE,
                upload.key());
        caller.concerns("upload, " + request.concerns());
        try {
            RestoreSource source = RestoreSource.of(upload);
            if (source.provesItself()) {
                NamedTables.require(destination, source.tables(), databases.engine(name));
            }
            return restores.start(request, caller.name());
        } catch (RuntimeException e) {
            uploads.takeBack(upload);
            throw e;
        }
    }
}
