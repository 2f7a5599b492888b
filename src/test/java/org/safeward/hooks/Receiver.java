package org.safeward.hooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.safeward.fixture.Waiting;

/** A real HTTP server that alerts are sent to. It takes everything down, and answers some alerts as badly as it is told. */
public final class Receiver implements AutoCloseable {
    /** One POST. */
    public record Call(String path, JsonObject body) {
        boolean isAbout(String event, String database) {
            return body.getString("event").equals(event)
                    && body.getString("database", "").equals(database);
        }
    }

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Predicate<Call> refused;

    /** @param refused calls that are answered with status 500 */
    public Receiver(Predicate<Call> refused) throws IOException {
        this.refused = refused;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                JsonReader reader = Json.createReader(exchange.getRequestBody())) {
            Call call = new Call(exchange.getRequestURI().getPath(), reader.readObject());
            calls.add(call);
            exchange.sendResponseHeaders(refused.test(call) ? 500 : 204, -1);
        }
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public List<Call> about(String event, String database) {
        return calls.stream().filter(call -> call.isAbout(event, database)).toList();
    }

    /** Waits for so many calls. */
    public List<Call> await(String event, String database, int number, Duration limit) {
        if (!Waiting.until(limit, () -> about(event, database).size() >= number)) {
            throw new AssertionError(
                    number + " alerts " + event + " about " + database + " expected, there are " + calls);
        }
        return about(event, database);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
