package org.safeward.jobs.http;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobDestination;
import org.safeward.rest.json.WarningsJson;

/** A job as clients see it. */
public final class JobJson {
    private JobJson() {}

    public static JsonObject of(Job job, Messages messages) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", job.id())
                .add("kind", job.kind().text())
                .add("database", job.database())
                .add("state", job.state().text())
                .add("step", job.step())
                .add("percent", job.percent())
                .add("rows", job.rows())
                .add("bytes", job.bytes())
                .add("checks", Json.createArrayBuilder(checks(job, messages)))
                .add("warnings", WarningsJson.of(job.warnings(), messages))
                .add("requested_by", job.requestedBy())
                .add("node", job.node())
                .add("cancel_requested", job.cancelRequested())
                .add("past_point_of_no_return", job.pastReturn());
        add(json, "record_id", job.recordId());
        add(json, "safety_record_id", job.safetyRecordId());
        destination(json, job.destination());
        add(json, "created_at", seconds(job.createdAt()));
        add(json, "started_at", seconds(job.startedAt()));
        add(json, "ended_at", seconds(job.endedAt()));
        Fault fault = fault(job);
        add(json, "error", fault == null ? null : fault.code().name());
        add(json, "message", fault == null ? null : messages.message(fault));
        add(json, "hint", fault == null ? null : messages.hint(fault));
        return json.build();
    }

    private static void destination(JsonObjectBuilder json, JobDestination destination) {
        add(json, "target", destination.target());
        json.add(
                "tables",
                destination.tables().isEmpty()
                        ? JsonValue.NULL
                        : Json.createArrayBuilder(destination.tables()).build());
        add(json, "into", destination.into());
    }

    private static List<String> checks(Job job, Messages messages) {
        return job.checks().stream().map(check -> check.text(messages)).toList();
    }

    /** Why the job did not complete; null when it did, or has not ended. */
    public static Fault fault(Job job) {
        return job.errorCode() == null ? null : Fault.kept(job.errorCode(), job.errorArguments());
    }

    private static Long seconds(Instant moment) {
        return moment == null ? null : moment.getEpochSecond();
    }

    private static void add(JsonObjectBuilder json, String name, Long value) {
        json.add(name, value == null ? JsonValue.NULL : Json.createValue(value));
    }

    private static void add(JsonObjectBuilder json, String name, String value) {
        json.add(name, value == null ? JsonValue.NULL : Json.createValue(value));
    }
}
