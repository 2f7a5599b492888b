package org.safeward.restore;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.util.List;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Messages;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;
import org.safeward.jobs.record.Job;
import org.safeward.rest.json.WarningsJson;

/** What a restore that ended with OBJECTS_FAIL answers: each object that could not be made, under the name that {@code skip} takes. */
public final class FailedObjects {
    private FailedObjects() {}

    /** Null for a job that ended otherwise. */
    public static JsonValue of(Job job, Messages messages) {
        if (job.errorCode() != ErrorCode.OBJECTS_FAIL) {
            return JsonValue.NULL;
        }
        List<Warning> failed = job.warnings().stream()
                .filter(warning -> warning.code().equals(WarningCode.OBJECT_FAILS.name()))
                .toList();
        return Json.createObjectBuilder()
                .add("job_id", job.id())
                .add("objects", WarningsJson.of(failed, messages))
                .build();
    }
}
