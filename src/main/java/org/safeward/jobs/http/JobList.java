package org.safeward.jobs.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.safeward.catalog.RunState;
import org.safeward.databases.Databases;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.ListQuery;

/** The jobs that a request asks for by {@code database}, {@code state}, {@code page} and {@code page_size}, newest first. */
@ApplicationScoped
public class JobList {
    private static final String KINDS = "backup, restore, undo, drill, compare, copy";

    @Inject
    private Jobs jobs;

    @Inject
    private Databases databases;

    @Inject
    private Caller caller;

    /** Of every kind, or of the one that the query names. */
    Response ofAll(UriInfo uri) {
        ListQuery query = query(uri);
        return answer(query, query.one("kind", JobKind::of, KINDS));
    }

    public Response of(JobKind kind, UriInfo uri) {
        return answer(query(uri), Optional.of(kind));
    }

    private ListQuery query(UriInfo uri) {
        return new ListQuery(uri.getQueryParameters(), caller.fieldFaults());
    }

    private Response answer(ListQuery query, Optional<JobKind> kind) {
        Jobs.Filter filter = new Jobs.Filter(
                query.text("database"),
                kind,
                query.one("state", RunState::of, RunState.ALL),
                query.offset(),
                query.most());
        query.check();
        filter.database().ifPresent(databases::require);
        JsonArrayBuilder list = Json.createArrayBuilder();
        jobs.list(filter).forEach(job -> list.add(JobJson.of(job, caller.messages())));
        return Envelope.success(caller.messages(), query.answer(list, jobs.count(filter)));
    }
}
