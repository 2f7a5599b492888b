package org.safeward.hooks;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** One HTTP POST of a small JSON. */
public final class HookCall {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private HookCall() {}

    /** @throws IOException when there is no answer within 30 seconds, or one that is not 2xx */
    public static void post(URI address, JsonObject body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        int status = status(client, request);
        if (status / 100 != 2) {
            throw new IOException("HTTP " + status + " from " + address.getHost());
        }
    }

    private static int status(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (ConnectException e) {
            // Its own message is null.
            throw new IOException("no connection to " + request.uri().getAuthority(), e);
        }
    }
}
