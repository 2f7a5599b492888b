package org.safeward.server;

import jakarta.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A client of Safeward's API, for tests. Paths are relative to the base, without a leading slash: {@code backup/list?page=1}.
 * Every answer comes back as it is, whatever its status. Immutable; safe for use by several threads.
 */
public final class Api {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final Map<String, String> headers;
    private final Duration patience;

    /** A client with this API key. */
    public Api(URI base, String key) {
        this(base, Map.of("X-API-Key", key), Duration.ofMinutes(10));
    }

    private Api(URI base, Map<String, String> headers, Duration patience) {
        this.base = base;
        this.headers = headers;
        this.patience = patience;
    }

    /** The same client with one header more, or another value of it. */
    public Api with(String header, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(header, value);
        return new Api(base, more, patience);
    }

    public Api inEnglish() {
        return with("Accept-Language", "en");
    }

    /** The same client without credentials and any other header. */
    public Api anonymous() {
        return new Api(base, Map.of(), patience);
    }

    /** The same client, which fails when an answer takes longer than this. */
    public Api within(Duration limit) {
        return new Api(base, headers, limit);
    }

    public Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    public Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    /** POST without a body. */
    public Answer post(String path) {
        return send("POST", path, BodyPublishers.noBody());
    }

    public Answer post(String path, JsonObject body) {
        return post(path, body.toString());
    }

    /** POST of a text as JSON, be it JSON or not. */
    public Answer post(String path, String body) {
        return asJson().send("POST", path, BodyPublishers.ofString(body));
    }

    public Answer put(String path, JsonObject body) {
        return asJson().send("PUT", path, BodyPublishers.ofString(body.toString()));
    }

    /** As {@link #post(String, String)}, without waiting for the answer. */
    public CompletableFuture<Answer> postLater(String path, String body) {
        return asJson().sendLater("POST", path, BodyPublishers.ofString(body));
    }

    /** The file as the form's field {@code file}, under its own name. */
    public Answer upload(String path, Path file) {
        return upload(path, file, file.getFileName().toString(), Map.of());
    }

    /** Streams the file as the field {@code file} of a multipart form that has these other fields before it. */
    public Answer upload(String path, Path file, String fileName, Map<String, String> fields) {
        String boundary = "----" + UUID.randomUUID();
        List<BodyPublisher> parts = new ArrayList<>();
        fields.forEach((name, value) -> parts.add(BodyPublishers.ofString(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(boundary, name, value))));
        parts.add(BodyPublishers.ofString(
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                        .formatted(boundary, fileName)));
        parts.add(contentOf(file));
        parts.add(BodyPublishers.ofString("\r\n--%s--\r\n".formatted(boundary)));
        return with("Content-Type", "multipart/form-data; boundary=" + boundary)
                .send("POST", path, BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)));
    }

    /** Streams the answer's body into the file, whatever its status, and returns the rest of the answer. */
    public HttpResponse<Path> download(String path, Path into) {
        // By default a file that is there already would keep its end.
        return exchange(
                request("GET", path, BodyPublishers.noBody()),
                BodyHandlers.ofFile(
                        into,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** Any method and body, with the headers of {@link #with}. */
    public Answer send(String method, String path, BodyPublisher body) {
        return answer(exchange(request(method, path, body), BodyHandlers.ofString()));
    }

    private CompletableFuture<Answer> sendLater(String method, String path, BodyPublisher body) {
        return CLIENT.sendAsync(request(method, path, body), BodyHandlers.ofString())
                .thenApply(Api::answer);
    }

    private Api asJson() {
        return headers.containsKey("Content-Type") ? this : with("Content-Type", "application/json");
    }

    private HttpRequest request(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(patience).method(method, body);
        headers.forEach(request::setHeader);
        return request.build();
    }

    private static <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return CLIENT.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    private static BodyPublisher contentOf(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }
}
