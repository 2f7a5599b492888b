package org.safeward.restore;

import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import org.safeward.catalog.Jobs;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobAnswer;
import org.safeward.jobs.LiveJob;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
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

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            requirePost(request);
            requireAdmin(request);
            begin(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            send(Envelope.fault(caller.messages(), Faults.of(Faults.unwrapped(e))), response);
        }
    }

    private static void requirePost(HttpServletRequest request) {
        if (!"POST".equals(request.getMethod())) {
            throw new Fault(ErrorCode.METHOD_NOT_ALLOWED, request.getMethod());
        }
    }

    /** Before the body is read: nobody else may fill our disk. */
    private static void requireAdmin(HttpServletRequest request) {
        if (request.getUserPrincipal() == null) {
            throw new Fault(ErrorCode.NOT_AUTHENTICATED);
        }
        if (!request.isUserInRole("ADMIN")) {
            throw new Fault(ErrorCode.FORBIDDEN, "ADMIN");
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        RestoreRequest upload = uploads.take(request);
        JobAnswer answer = new JobAnswer(caller.messages(), "RESTORE_DONE", ended -> JsonValue.NULL);
        LiveJob job;
        try {
            job = restores.start(upload, caller.name());
        } catch (RuntimeException e) {
            Files.deleteIfExists(upload.upload().orElseThrow());
            throw e;
        }
        if (wantsNoWait(request)) {
            send(answer.accepted(jobs.get(job.id())), response);
            return;
        }
        AsyncContext waiting = request.startAsync(request, response);
        waiting.setTimeout(0);
        job.ended().whenComplete((row, failure) -> {
            Response ended =
                    failure == null ? answer.ended(row) : Envelope.fault(settings.language(), Faults.of(failure));
            finish(ended, response, waiting);
        });
    }

    private static boolean wantsNoWait(HttpServletRequest request) {
        String prefer = request.getHeader("Prefer");
        return prefer != null && prefer.toLowerCase(Locale.ROOT).contains("respond-async");
    }

    private void finish(Response answer, HttpServletResponse response, AsyncContext waiting) {
        try {
            send(answer, response);
        } catch (IOException e) {
            log("the client did not wait for its answer", e);
        } finally {
            waiting.complete();
        }
    }

    private void send(Response answer, HttpServletResponse response) throws IOException {
        byte[] body = answer.getEntity().toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(settings.contractStatus() ? 200 : answer.getStatus());
        response.setContentType("application/json;charset=UTF-8");
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        if (answer.getHeaderString("Location") != null) {
            response.setHeader("Location", answer.getHeaderString("Location"));
        }
        response.getOutputStream().write(body);
    }
}
