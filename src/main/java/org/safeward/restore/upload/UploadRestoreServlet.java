package org.safeward.restore.upload;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.safeward.access.Role;
import org.safeward.access.audit.Audit;
import org.safeward.access.audit.AuditEntry;
import org.safeward.access.http.Refusal;
import org.safeward.access.http.StillAllowed;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.http.JobAnswer;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.rest.ServletAnswer;
import org.safeward.restore.FailedObjects;
import org.safeward.restore.RestoreBackup;
import org.safeward.restore.RestoreRequest;
import org.safeward.settings.Settings;

/**
 * POST {@code /api/backup/upload-restore}: takes a file in and restores it. A servlet and not a resource, because servlet parts go to the
 * disk and leave nothing behind on every server, which those of JAX-RS do not. {@link UploadRegistration} puts it in its place.
 */
public class UploadRestoreServlet extends HttpServlet {
    @Inject
    private Uploads uploads;

    @Inject
    private RestoreBackup restores;

    @Inject
    private Jobs jobs;

    @Inject
    private Caller caller;

    @Inject
    private Settings settings;

    @Inject
    private Audit audit;

    @Inject
    private StillAllowed stillAllowed;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            requirePost(request);
            Refusal.unless(Role.ADMIN, request);
            audited(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            Fault fault = Faults.of(Faults.unwrapped(e));
            ServletAnswer.send(Envelope.fault(caller.messages(), fault), request, response, settings);
        }
    }

    private static void requirePost(HttpServletRequest request) {
        if (!"POST".equals(request.getMethod())) {
            throw new Fault(ErrorCode.METHOD_NOT_ALLOWED, request.getMethod());
        }
    }

    private void audited(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        long entry = audit.begin(caller.name(), caller.address(), "restore.upload", "");
        try {
            RestoreRequest upload = uploads.take(request);
            LiveJob job = begin(upload, request, response);
            audit.end(entry, upload.concerns() + ", job " + job.id(), AuditEntry.ACCEPTED);
        } catch (IOException | ServletException | RuntimeException e) {
            audit.end(entry, "", Faults.of(Faults.unwrapped(e)).code().name());
            throw e;
        }
    }

    private LiveJob begin(RestoreRequest upload, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        JobAnswer answer = new JobAnswer(caller.messages(), "RESTORE_DONE", FailedObjects::of);
        LiveJob job;
        try {
            stillAllowed.require(request.getUserPrincipal());
            job = restores.start(upload, caller.name());
        } catch (RuntimeException e) {
            Files.deleteIfExists(upload.upload().orElseThrow());
            throw e;
        }
        if (wantsNoWait(request)) {
            ServletAnswer.send(answer.accepted(jobs.get(job.id())), request, response, settings);
            return job;
        }
        AsyncContext waiting = request.startAsync(request, response);
        waiting.setTimeout(0);
        job.ended().whenComplete((row, failure) -> {
            Response ended =
                    failure == null ? answer.ended(row) : Envelope.fault(settings.language(), Faults.of(failure));
            finish(ended, request, response, waiting);
        });
        return job;
    }

    private static boolean wantsNoWait(HttpServletRequest request) {
        String prefer = request.getHeader("Prefer");
        return prefer != null && prefer.toLowerCase(Locale.ROOT).contains("respond-async");
    }

    private void finish(
            Response answer, HttpServletRequest request, HttpServletResponse response, AsyncContext waiting) {
        try {
            ServletAnswer.send(answer, request, response, settings);
        } catch (IOException e) {
            log("the client did not wait for its answer", e);
        } finally {
            waiting.complete();
        }
    }
}
