package org.safeward.rest;

import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.settings.Settings;

/**
 * What is answered in place of the server's own pages, for whatever it refuses by itself: headers that it cannot read, methods that a servlet
 * lacks, files that are not there. It is the envelope, and tells nothing of the server.
 */
public class RefusalPage extends HttpServlet {
    private static final int MOST_CHARACTERS = 200;

    @Inject
    private transient Settings settings;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Messages messages = Languages.preferred(request.getHeader("Accept-Language"), settings.language());
        ServletAnswer.send(Envelope.fault(messages, fault(request)), request, response, settings);
    }

    private static Fault fault(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        String path = text(request, RequestDispatcher.ERROR_REQUEST_URI, request.getRequestURI());
        // Without one, somebody has asked for this page itself.
        return switch (status instanceof Integer number ? number : HttpServletResponse.SC_NOT_FOUND) {
            case 401 -> new Fault(ErrorCode.NOT_AUTHENTICATED);
            case 403 -> new Fault(ErrorCode.FORBIDDEN, "ADMIN");
            case 404 -> new Fault(ErrorCode.UNKNOWN_PATH, path);
            case 405 -> new Fault(ErrorCode.METHOD_NOT_ALLOWED, request.getMethod());
            case 406 -> new Fault(ErrorCode.NOT_ACCEPTABLE);
            case 413 -> new Fault(ErrorCode.BODY_TOO_LARGE, BodyLimit.MOST_BYTES);
            case 415 -> new Fault(ErrorCode.UNSUPPORTED_MEDIA_TYPE, request.getContentType());
            case 503 -> new Fault(ErrorCode.SHUTTING_DOWN);
            default -> other((Integer) status, request);
        };
    }

    private static Fault other(int status, HttpServletRequest request) {
        if (status < 500) {
            return new Fault(ErrorCode.BAD_FIELD, text(request, RequestDispatcher.ERROR_MESSAGE, "HTTP " + status));
        }
        Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        return Faults.of(thrown instanceof Throwable known ? known : new IllegalStateException("HTTP " + status));
    }

    private static String text(HttpServletRequest request, String attribute, String otherwise) {
        Object value = request.getAttribute(attribute);
        String text = value == null || value.toString().isBlank() ? otherwise : value.toString();
        return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    }
}
