package org.safeward.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The application that the hooks around a restore talk to: keeps what it was told, and answers as the test wants. */
public final class Application implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<JsonObject> told = new CopyOnWriteArrayList<>();
    private final HttpServer listener;
    private volatile int status = 204;
    private volatile Duration delay = Duration.ZERO;

    public Application() {
        try {
            listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listener.setExecutor(threads);
        listener.createContext("/", this::hear);
        listener.start();
    }

    public String address() {
        return "http://127.0.0.1:" + listener.getAddress().getPort() + "/hook";
    }

    /** How it answers from now on. */
    public void answers(int status, Duration delay) {
        this.status = status;
        this.delay = delay;
    }

    /** The events that it was told of a job, in order: {@code before-restore}, {@code after-restore}. */
    public List<String> toldOf(long job) {
        return told.stream()
                .filter(event -> event.getInt("job") == job)
                .map(event -> event.getString("event"))
                .toList();
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange;
                var reader = Json.createReader(exchange.getRequestBody())) {
            told.add(reader.readObject());
            Waiting.sleep(delay);
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        listener.stop(0);
        threads.shutdownNow();
    }
}
