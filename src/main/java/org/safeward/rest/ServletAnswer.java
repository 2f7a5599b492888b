package org.safeward.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.safeward.fault.Messages;
import org.safeward.settings.Settings;

/** Sends an envelope, or the bare answer that stands for it, from a servlet or a servlet filter, where JAX-RS does not. */
public final class ServletAnswer {
    private ServletAnswer() {}

    public static void send(
            Response answer, HttpServletRequest request, HttpServletResponse response, Settings settings)
            throws IOException {
        String path = path(request);
        int status = answer.getStatus();
        Envelope envelope = (Envelope) answer.getEntity();
        String text = envelope.json().toString();
        if (BareAnswer.appliesTo(path)) {
            Messages messages = Languages.preferred(request.getHeader("Accept-Language"), settings.language());
            BareAnswer bare = BareAnswer.of(status, envelope, messages);
            status = bare.status();
            text = bare.text();
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(
                settings.contractStatus() && ContractStatus.appliesTo(path, request.getQueryString()) ? 200 : status);
        answer.getStringHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
        response.setContentType("application/json;charset=UTF-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** The path below the context root, decoded and normalised by the server. */
    public static String path(HttpServletRequest request) {
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }
}
