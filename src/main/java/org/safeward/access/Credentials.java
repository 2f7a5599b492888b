package org.safeward.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The API key of a request: its header, else its query. The query is read as text, so that a body is never touched. */
final class Credentials {
    private Credentials() {}

    static Optional<String> apiKey(HttpServletRequest request) {
        String header = request.getHeader("X-API-Key");
        return header == null ? fromQuery(request.getQueryString()) : Optional.of(header);
    }

    private static Optional<String> fromQuery(String query) {
        if (query == null) {
            return Optional.empty();
        }
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("api_key=")) {
                return decoded(parameter.substring("api_key=".length()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.of(value);
        }
    }
}
