package org.safeward.jobs.http;

import jakarta.json.JsonValue;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.BiFunction;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;

/**
 * The answer of an endpoint that starts a job: when the work is done, without keeping a request thread waiting; or at once, with
 * {@code Prefer: respond-async}. If the client goes away, the work goes on.
 */
public final class JobAnswer {
    private final Messages messages;
    private final String successKey;
    private final BiFunction<Job, Messages, JsonValue> data;

    /**
     * @param successKey the text of success
     * @param data what is shown of the ended job, completed or not, in the caller's language; runs when the request is long over, so that
     *     nothing of the request may be asked then
     */
    public JobAnswer(Messages messages, String successKey, BiFunction<Job, Messages, JsonValue> data) {
        this.messages = messages;
        this.successKey = successKey;
        this.data = data;
    }

    public void to(AsyncResponse waiting, LiveJob live, HttpHeaders headers, Jobs jobs) {
        if (wantsNoWait(headers)) {
            waiting.resume(accepted(jobs.get(live.id())));
            return;
        }
        waiting.setTimeout(0, java.util.concurrent.TimeUnit.SECONDS);
        live.ended().whenComplete((job, failure) -> waiting.resume(failure == null ? ended(job) : lost(failure)));
    }

    public Response accepted(Job job) {
        return Envelope.accepted(messages, JobJson.of(job, messages), location(job.id()));
    }

    public static String location(long job) {
        return "/api/backup/jobs/" + job;
    }

    /** The answer of a job that has ended, in whichever way. */
    public Response ended(Job job) {
        try {
            Fault fault = JobJson.fault(job);
            JsonValue shown = data.apply(job, messages);
            return fault == null
                    ? Envelope.success(messages, successKey, shown)
                    : Envelope.fault(messages, fault, shown);
        } catch (RuntimeException e) {
            return lost(e);
        }
    }

    private Response lost(Throwable failure) {
        return Envelope.fault(messages, Faults.of(failure));
    }

    public static boolean wantsNoWait(HttpHeaders headers) {
        String prefer = headers.getHeaderString("Prefer");
        return prefer != null && prefer.toLowerCase(java.util.Locale.ROOT).contains("respond-async");
    }
}
