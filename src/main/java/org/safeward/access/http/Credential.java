package org.safeward.access.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.safeward.access.apikey.ApiKeySecret;

/**
 * What a request shows for itself. The first one found is the one that counts: the token or key of {@code Authorization}, the key in its
 * own header, the key in the query. The query is read as text, so that a body is never touched.
 */
sealed interface Credential {
    record Token(String text) implements Credential {}

    record Key(String text) implements Credential {}

    static Optional<Credential> of(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(ofBearer(authorization.substring(7).strip()));
        }
        String header = request.getHeader("X-API-Key");
        return (header == null ? fromQuery(request.getQueryString()) : Optional.of(header)).map(Key::new);
    }

    /** Some clients, Prometheus above all, send any credentials this way. No token begins as our keys do. */
    private static Credential ofBearer(String text) {
        return text.startsWith(ApiKeySecret.PREFIX) ? new Key(text) : new Token(text);
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
