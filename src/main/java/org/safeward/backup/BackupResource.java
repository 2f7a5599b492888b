package org.safeward.backup;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.function.BiFunction;
import org.safeward.access.Identity;
import org.safeward.access.audit.Audited;
import org.safeward.access.ticket.DownloadTickets;
import org.safeward.backup.trash.BringBack;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.databases.Databases;
import org.safeward.fault.Messages;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.http.JobAnswer;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.JsonBody;
import org.safeward.rest.json.ListQuery;

/** The backups: making, listing, showing, downloading and deleting them. */
@Path("/backup")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class BackupResource {
    private static final int MOST_REASON_CHARACTERS = 1000;

    @Inject
    private TakeBackup backups;

    @Inject
    private BackupRecords records;

    @Inject
    private DeleteBackup deletion;

    @Inject
    private BringBack bringBack;

    @Inject
    private BackupDownload download;

    @Inject
    private DownloadTickets tickets;

    @Inject
    private Jobs jobs;

    @Inject
    private Databases databases;

    @Inject
    private ShowRecords shown;

    @Inject
    private Caller caller;

    @POST
    @Path("create")
    @RolesAllowed("OPERATOR")
    @Audited("backup.create")
    public void create(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Messages messages = caller.messages();
        String reason = json.text("reason", MOST_REASON_CHARACTERS)
                .filter(text -> !text.isBlank())
                .orElse(messages.text("REASON_REQUEST"));
        json.narrowing("database");
        String database = json.text("database", 100).orElse(Databases.DEFAULT);
        json.check();
        LiveJob job = backups.onRequest(database, reason, caller.name());
        caller.concerns("database " + database + ", job " + job.id());
        new JobAnswer(messages, "BACKUP_CREATED", shown(records, shown)).to(waiting, job, headers, jobs);
    }

    /** The record that a job made. */
    private static BiFunction<Job, Messages, JsonValue> shown(BackupRecords records, ShowRecords shown) {
        return (job, messages) -> shown.of(records.get(job.recordId()), messages);
    }

    @GET
    @Path("list")
    @RolesAllowed("VIEWER")
    public Response list(@Context UriInfo uri) {
        ListQuery query = new ListQuery(uri.getQueryParameters(), caller.fieldFaults());
        BackupRecords.Filter filter = new BackupRecords.Filter(
                query.text("database"),
                query.one("status", RunState::of, RunState.ALL),
                query.one("type", BackupResource::origins, "all, manual, auto").orElse(List.of()),
                query.one("trash", BackupResource::flag, "true, false").orElse(false),
                query.offset(),
                query.most());
        query.check();
        filter.database().ifPresent(databases::require);
        JsonArrayBuilder list = shown.of(records.list(filter), caller.messages());
        return Envelope.success(caller.messages(), query.answer(list, records.count(filter)));
    }

    private static List<BackupOrigin> origins(String type) {
        return switch (type) {
            case "all" -> List.of();
            case "auto" -> List.of(BackupOrigin.SCHEDULE);
            case "manual" -> List.of(BackupOrigin.REQUEST, BackupOrigin.SAFETY, BackupOrigin.MAINTENANCE);
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    @GET
    @Path("records/{id}")
    @RolesAllowed("VIEWER")
    public Response get(@PathParam("id") String id) {
        BackupRecord record = records.get(caller.id(id));
        return Envelope.success(caller.messages(), shown.of(record, caller.messages()));
    }

    @GET
    @Path("records/{id}/manifest")
    @RolesAllowed("VIEWER")
    public Response manifest(@PathParam("id") String id) {
        BackupRecord record = records.get(caller.id(id));
        if (record.manifestJson() == null) {
            return Envelope.success(caller.messages(), JsonValue.NULL);
        }
        // Passed on as it stands in the file: older formats have other members.
        try (var reader = Json.createReader(new StringReader(record.manifestJson()))) {
            return Envelope.success(caller.messages(), reader.readObject());
        }
    }

    @DELETE
    @Path("records/{id}")
    @RolesAllowed("ADMIN")
    @Audited("backup.delete")
    public Response delete(@PathParam("id") String id) {
        deletion.delete(caller.id(id), caller.name());
        return Envelope.success(caller.messages(), "BACKUP_DELETED", JsonValue.NULL);
    }

    /** Out of the trash. There is no request that empties it. */
    @POST
    @Path("records/{id}/untrash")
    @RolesAllowed("OPERATOR")
    @Audited("backup.untrash")
    public Response untrash(@PathParam("id") String id) {
        return Envelope.success(caller.messages(), shown.of(bringBack.run(caller.id(id)), caller.messages()));
    }

    /** A ticket, with which a plain link downloads the backup: browsers save to the disk only what they fetch themselves. */
    @POST
    @Path("records/{id}/ticket")
    @RolesAllowed("OPERATOR")
    @Audited("backup.ticket")
    public Response ticket(@PathParam("id") String id) throws IOException {
        long record = caller.id(id);
        download.require(records.get(record));
        DownloadTickets.Issued issued =
                tickets.issue(record, (Identity) caller.request().getUserPrincipal());
        caller.concerns(
                "backup/records/" + record + ", ticket " + issued.ticket().id());
        return Envelope.success(
                caller.messages(),
                Json.createObjectBuilder()
                        .add("ticket", issued.text())
                        .add("begin_until", issued.ticket().beginsUntil().getEpochSecond())
                        .build());
    }

    @GET
    @Path("download/{id}")
    @RolesAllowed("OPERATOR")
    @Audited("backup.download")
    @Produces(MediaType.WILDCARD)
    public Response download(@PathParam("id") String id, @Context HttpHeaders headers) throws IOException {
        return download.of(records.get(caller.id(id)), headers, caller.request().getUserPrincipal());
    }
}
