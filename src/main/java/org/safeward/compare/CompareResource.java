package org.safeward.compare;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.safeward.access.audit.Audited;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.CancelJob;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.http.JobAnswer;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.FieldFaults;
import org.safeward.rest.json.JsonBody;
import org.safeward.rest.json.ListQuery;

/** What differs: between two backups at once, with the live database or an upload by a job. */
@Path("/backup/compare")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CompareResource {
    private static final String LIVE = "live";
    private static final int MOST_ID_CHARACTERS = 100;

    @Inject
    private CompareBackups backups;

    @Inject
    private StartComparison start;

    @Inject
    private Comparisons comparisons;

    @Inject
    private CancelJob cancelling;

    @Inject
    private Jobs jobs;

    @Inject
    private Caller caller;

    @GET
    @RolesAllowed("VIEWER")
    public Response backups(@Context UriInfo uri) {
        FieldFaults faults = caller.fieldFaults();
        ListQuery query = new ListQuery(uri.getQueryParameters(), faults);
        long left = record(query, faults, "left");
        long right = record(query, faults, "right");
        boolean differing = differing(query);
        query.check();
        return Envelope.success(caller.messages(), ComparisonJson.of(backups.compare(left, right), differing));
    }

    /** What has to be read first is for a job. */
    private static long record(ListQuery query, FieldFaults faults, String side) {
        String text = query.text(side).orElse("");
        if (text.equals(LIVE) || text.startsWith("upload:")) {
            faults.add("FIELD_COMPARE_BY_JOB", side);
            return 0;
        }
        return faults.wholeNumber(side, text, 1, Long.MAX_VALUE);
    }

    private static boolean differing(ListQuery query) {
        return query.one("differing", CompareResource::flag, "true, false").orElse(false);
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** {@code "right"} is {@code "live"}, or an object with the {@code upload_id} of a file that is held. */
    @POST
    @RolesAllowed("OPERATOR")
    @Audited("compare.start")
    public Response compare(String body, @Context HttpHeaders headers) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<Long> left = json.required("left", json.wholeNumber("left", 1, Long.MAX_VALUE));
        Optional<JsonBody> object = json.object("right");
        Optional<String> upload =
                object.flatMap(right -> right.required("upload_id", right.text("upload_id", MOST_ID_CHARACTERS)));
        if (object.isEmpty()
                && !json.text("right", MOST_ID_CHARACTERS).filter(LIVE::equals).isPresent()) {
            json.faults().add("FIELD_ONE_OF", "right", "\"live\", {\"upload_id\": ...}");
        }
        json.check();
        LiveJob job = upload.isPresent()
                ? withUpload(left.orElseThrow(), upload.get())
                : start.withLive(left.orElseThrow(), caller.name());
        caller.concerns("database " + job.database() + ", record " + left.orElseThrow() + ", job " + job.id());
        return answer(false).accepted(jobs.get(job.id()));
    }

    /** Its content would be loaded: that is for those who might restore it. */
    private LiveJob withUpload(long left, String upload) {
        if (!caller.is("ADMIN")) {
            throw new Fault(ErrorCode.FORBIDDEN, "ADMIN");
        }
        return start.withUpload(left, upload, caller.name());
    }

    /** What a job has found; while it runs, the job. */
    @GET
    @Path("{job}")
    @RolesAllowed("VIEWER")
    public Response found(@PathParam("job") String id, @Context UriInfo uri) {
        Job job = jobs.get(caller.id(id));
        if (job.kind() != JobKind.COMPARE) {
            throw new Fault(ErrorCode.JOB_NOT_FOUND, job.id());
        }
        ListQuery query = new ListQuery(uri.getQueryParameters(), caller.fieldFaults());
        boolean differing = differing(query);
        query.check();
        return job.state().ended()
                ? answer(differing).ended(job)
                : answer(differing).accepted(job);
    }

    private JobAnswer answer(boolean differing) {
        return new JobAnswer(
                caller.messages(),
                "SUCCESS",
                (job, messages) -> job.state() == RunState.COMPLETED
                        ? ComparisonJson.of(
                                comparisons
                                        .find(job.id())
                                        .orElseThrow(() -> new Fault(ErrorCode.COMPARISON_NOT_KEPT, job.id())),
                                differing)
                        : JsonValue.NULL);
    }

    @POST
    @Path("cancel")
    @RolesAllowed("OPERATOR")
    @Audited("compare.cancel")
    public Response cancel() {
        Optional<Job> job = cancelling.cancelAside(JobKind.COMPARE);
        caller.concerns(job.map(asked -> "database " + asked.database() + ", job " + asked.id())
                .orElse("nothing running"));
        if (job.isPresent()) {
            // It may still end otherwise: its own entry says how.
            caller.goesOn();
        }
        return Envelope.success(caller.messages(), job.isPresent() ? "CANCEL_SENT" : "NOTHING_RUNNING", JsonValue.NULL);
    }
}
