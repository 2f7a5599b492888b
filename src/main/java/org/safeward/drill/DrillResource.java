package org.safeward.drill;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.safeward.access.audit.Audited;
import org.safeward.databases.Databases;
import org.safeward.jobs.CancelJob;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.http.JobAnswer;
import org.safeward.jobs.http.JobJson;
import org.safeward.jobs.http.JobList;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.JsonBody;

/** Drills: asked for, listed, cancelled. */
@Path("/backup/drills")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DrillResource {
    @Inject
    private StartDrill drills;

    @Inject
    private CancelJob cancelling;

    @Inject
    private JobList list;

    @Inject
    private Jobs jobs;

    @Inject
    private Caller caller;

    @POST
    @RolesAllowed("OPERATOR")
    @Audited("drill.start")
    public void drill(String body, @Context HttpHeaders headers, @Suspended AsyncResponse waiting) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        json.narrowing("database");
        String database = json.text("database", 100).orElse(Databases.DEFAULT);
        Optional<Long> record = json.wholeNumber("record_id", 1, Long.MAX_VALUE);
        json.check();
        LiveJob job = drills.onRequest(database, record, caller.name());
        caller.concerns("database " + database + ", job " + job.id());
        new JobAnswer(caller.messages(), "DRILL_DONE", JobJson::of).to(waiting, job, headers, jobs);
    }

    @GET
    @RolesAllowed("VIEWER")
    public Response list(@Context UriInfo uri) {
        return list.of(JobKind.DRILL, uri);
    }

    @POST
    @Path("cancel")
    @RolesAllowed("OPERATOR")
    @Audited("drill.cancel")
    public Response cancel() {
        Optional<Job> job = cancelling.cancelAside(JobKind.DRILL);
        caller.concerns(job.map(asked -> "database " + asked.database() + ", job " + asked.id())
                .orElse("nothing running"));
        if (job.isPresent()) {
            // It may still end otherwise: its own entry says how.
            caller.goesOn();
        }
        return Envelope.success(caller.messages(), job.isPresent() ? "CANCEL_SENT" : "NOTHING_RUNNING", JsonValue.NULL);
    }
}
