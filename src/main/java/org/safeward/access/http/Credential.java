package org.safeward.access.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.safeward.access.apikey.ApiKeySecret;
import org.safeward.rest.ServletAnswer;

/**
 * What a request shows for itself. The first one found is the one that counts: the token or key of {@code Authorization}, the key in its
 * own header, the key in the query, the ticket in the query of a download. The query is read as text, so that a body is never touched.
 */
sealed interface Credential {
    record Token(String text) implements Credential {}

    record Key(String text) implements Credential {}

    /** Counts for the download of this record alone. */
    record Ticket(long record, String text) implements Credential {}

    /** Also where it is only asked what a download would answer. */
    Set<String> DOWNLOADING = Set.of("GET", "HEAD");

    Pattern DOWNLOAD = Pattern.compile("/api/backup/download/(\\d{1,18})");

    static Optional<Credential> of(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(ofBearer(authorization.substring(7).strip()));
        }
        String header = request.getHeader("X-API-Key");
        Optional<String> key = header == null ? fromQuery("api_key", request) : Optional.of(header);
        return key.<Credential>map(Key::new).or(() -> ticket(request));
    }

    private static Optional<Credential> ticket(HttpServletRequest request) {
        Matcher path = DOWNLOAD.matcher(ServletAnswer.path(request));
        return path.matches() && DOWNLOADING.contains(request.getMethod())
                ? fromQuery("ticket", request).map(text -> new Ticket(Long.parseLong(path.group(1)), text))
                : Optional.empty();
    }

    /** Some clients, Prometheus above all, send any credentials this way. No token begins as our keys do. */
    private static Credential ofBearer(String text) {
        return text.startsWith(ApiKeySecret.PREFIX) ? new Key(text) : new Token(text);
    }

    private static Optional<String> fromQuery(String name, HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null) {
            return Optional.empty();
        }
        for (String parameter : query.split("&")) {
            if (parameter.startsWith(name + "=")) {
                return decoded(parameter.substring(name.length() + 1));
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
