package org.safeward.restore.upload;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import org.safeward.access.Role;
import org.safeward.access.audit.Audit;
import org.safeward.access.audit.AuditEntry;
import org.safeward.access.http.Refusal;
import org.safeward.access.http.StillAllowed;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.Faults;
import org.safeward.rest.ServletAnswer;
import org.safeward.restore.RestoreRequest;
import org.safeward.restore.source.HeldUpload;
import org.safeward.restore.source.HeldUploads;
import org.safeward.settings.Settings;

/**
 * POST {@code /api/backup/uploads}: takes a file in, reads it as a whole and says what it holds. Nothing is restored: that takes a
 * second request, with the id in this answer. GET lists what was taken in and is not restored yet. A servlet for the reason that
 * {@link UploadRestoreServlet} gives.
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

    @Inject
    private Audit audit;

    @Inject
    private StillAllowed stillAllowed;

    @Inject
    private UploadReaders readers;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Messages messages = caller.messages();
        try {
            switch (request.getMethod()) {
                case "POST" -> take(request, response, messages);
                case "GET" -> list(request, response, messages);
                default -> throw new Fault(ErrorCode.METHOD_NOT_ALLOWED, request.getMethod());
            }
        } catch (IOException | ServletException | RuntimeException e) {
            Fault fault = Faults.of(Faults.unwrapped(e));
            ServletAnswer.send(Envelope.fault(messages, fault), request, response, settings);
        }
    }

    private void read(RestoreRequest form, String fileName, Messages messages, AsyncContext waiting) {
        try {
            readers.execute(() -> answer(form, fileName, messages, waiting));
        } catch (RuntimeException e) {
            // Nobody else would end this request any more.
            finish(Envelope.fault(messages, Faults.of(e)), waiting);
        }
    }

    private void answer(RestoreRequest form, String fileName, Messages messages, AsyncContext waiting) {
        try {
            finish(checked(form, fileName, messages), waiting);
        } catch (Error e) {
            // Not only exceptions: whatever ends this thread, the client would wait for ever.
            finish(Envelope.fault(messages, Faults.of(e)), waiting);
            throw e;
        }
    }

    private void list(HttpServletRequest request, HttpServletResponse response, Messages messages) throws IOException {
        Refusal.unless(Role.ADMIN, request);
        JsonArrayBuilder list = Json.createArrayBuilder();
        held.all().forEach(upload -> list.add(UploadJson.of(upload)));
        JsonObject data = Json.createObjectBuilder().add("list", list).build();
        ServletAnswer.send(Envelope.success(messages, data), request, response, settings);
    }

    private void take(HttpServletRequest request, HttpServletResponse response, Messages messages)
            throws IOException, ServletException {
        Refusal.unless(Role.ADMIN, request);
        RestoreRequest form = uploads.take(request);
        requireStillAllowed(form, request);
        String fileName = request.getPart("file").getSubmittedFileName();
        audit.record(caller.name(), caller.address(), "upload.create", form.database(), AuditEntry.DONE);
        AsyncContext waiting = request.startAsync(request, response);
        waiting.setTimeout(0);
        read(form, fileName, messages, waiting);
    }

    private void requireStillAllowed(RestoreRequest form, HttpServletRequest request) throws IOException {
        try {
            stillAllowed.require(request.getUserPrincipal());
        } catch (RuntimeException e) {
            Files.deleteIfExists(form.upload().orElseThrow());
            throw e;
        }
    }

    private Response checked(RestoreRequest form, String fileName, Messages messages) {
        try {
            HeldUpload upload = held.check(form.database(), form.upload().orElseThrow(), form.key(), fileName);
            return Envelope.success(messages, UploadJson.of(upload));
        } catch (IOException | RuntimeException e) {
            return Envelope.fault(messages, Faults.of(Faults.unwrapped(e)));
        }
    }

    private void finish(Response answer, AsyncContext waiting) {
        try {
            ServletAnswer.send(
                    answer,
                    (HttpServletRequest) waiting.getRequest(),
                    (HttpServletResponse) waiting.getResponse(),
                    settings);
        } catch (IOException e) {
            log("the client did not wait for its answer", e);
        } finally {
            waiting.complete();
        }
    }
}
