package org.safeward.restore;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.settings.Settings;

/**
 * POST {@code /api/backup/uploads}: takes a file in, reads it as a whole and says what it holds. Nothing is restored: that takes a
 * second request, with the id in this answer. A servlet for the reason that {@link UploadRestoreServlet} gives.
 */
public class UploadServlet extends HttpServlet {
    @Inject
    private Uploads uploads;

    @Inject
    private HeldUploads held;

    @Inject
    private Caller caller;

    @Inject
    private Settings settings;

    @Resource
    private ManagedExecutorService executor;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Messages messages = caller.messages();
        try {
            if (!"POST".equals(request.getMethod())) {
                throw new Fault(ErrorCode.METHOD_NOT_ALLOWED, request.getMethod());
            }
            requireAdmin(request);
            RestoreRequest form = uploads.take(request);
            String fileName = request.getPart("file").getSubmittedFileName();
            AsyncContext waiting = request.startAsync(request, response);
            waiting.setTimeout(0);
            // Reading a large file takes its time, and request threads are few.
            executor.execute(() -> finish(checked(form, fileName, messages), response, waiting));
        } catch (IOException | ServletException | RuntimeException e) {
            send(Envelope.fault(messages, Faults.of(Faults.unwrapped(e))), response);
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

    private Response checked(RestoreRequest form, String fileName, Messages messages) {
        try {
            HeldUpload upload = held.check(form.database(), form.upload().orElseThrow(), fileName);
            return Envelope.success(messages, UploadJson.of(upload));
        } catch (IOException | RuntimeException e) {
            return Envelope.fault(messages, Faults.of(Faults.unwrapped(e)));
        }
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
        response.getOutputStream().write(body);
    }
}
