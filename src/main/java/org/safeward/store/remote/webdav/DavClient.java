package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.safeward.fault.ErrorCode;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.OutgoingFile;

/** Sends requests to one collection. Every failure to get an answer is a fault of {@link DavFaults}. */
final class DavClient implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 16;

    private final WebDavSettings settings;
    private final Limits limits;
    private final DavFaults faults;
    private final ExecutorService threads;
    private final HttpClient http;

    DavClient(WebDavSettings settings, Limits limits, DavFaults faults) {
        this.settings = settings;
        this.limits = limits;
        this.faults = faults;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "safeward-webdav");
            thread.setDaemon(true);
            return thread;
        });
        this.http = client();
    }

    private HttpClient client() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .executor(threads);
        try {
            return builder.sslContext(DavTls.context(settings.authorities())).build();
        } catch (IOException e) {
            threads.shutdown();
            throw faults.fault(ErrorCode.DESTINATION_UNTRUSTED, e.toString());
        }
    }

    DavFaults faults() {
        return faults;
    }

    /** The collection itself. */
    URI collection() {
        return settings.collection();
    }

    URI uri(String name) {
        return URI.create(settings.collection() + DavName.encode(name));
    }

    HttpRequest.Builder request(URI uri, String method, BodyPublisher body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).method(method, body);
        settings.login().ifPresent(login -> builder.header("Authorization", login.header()));
        return builder;
    }

    HttpRequest.Builder request(URI uri, String method) {
        return request(uri, method, BodyPublishers.noBody());
    }

    /** The caller closes the answer. */
    DavAnswer send(HttpRequest.Builder request) throws IOException {
        return await(start(request));
    }

    private CompletableFuture<HttpResponse<AnswerBody>> start(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), told -> new AnswerBody(limits.stall()));
    }

    /**
     * Sends a file as it is given. What its reading throws is passed on as it is.
     *
     * @param size in bytes, of all that it will give
     */
    DavAnswer put(String name, OutgoingFile file, long size) throws IOException {
        HandedBody body = new HandedBody(limits.stall());
        BodyPublisher publisher = size == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> body), size);
        CompletableFuture<HttpResponse<AnswerBody>> answer = start(request(uri(name), "PUT", publisher));
        boolean whole = false;
        try {
            whole = handOver(file, body, answer);
            return await(answer);
        } finally {
            body.abort();
            if (!whole) {
                answer.cancel(true);
            }
        }
    }

    /** False when the server answered before it had all. */
    private boolean handOver(OutgoingFile file, HandedBody body, CompletableFuture<?> answer) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int read = file.read(piece); read >= 0; read = file.read(piece)) {
            if (!handOver(piece, read, body, answer)) {
                return false;
            }
        }
        return handOver(piece, 0, body, answer) || answer.isDone();
    }

    private boolean handOver(byte[] piece, int length, HandedBody body, CompletableFuture<?> answer)
            throws IOException {
        try {
            return body.hand(piece, length, answer);
        } catch (IOException e) {
            throw faults.of(e);
        }
    }

    private DavAnswer await(CompletableFuture<HttpResponse<AnswerBody>> answer) throws IOException {
        Duration most = limits.connect().plus(limits.stall());
        try {
            return new DavAnswer(answer.get(most.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an answer was waited for");
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw faults.of(new SocketTimeoutException("no answer in " + most.toMillis() + " ms"));
        } catch (ExecutionException e) {
            throw faults.of(e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause()));
        }
    }

    /** Ends its threads. The JDK's own one, which waits for connections, ends when the client is collected. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
