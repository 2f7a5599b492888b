package org.safeward.store.remote.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Ends requests that get no further, or whose thread was interrupted. Java's sockets have a limit for reading, none for writing, and heed no
 * interrupt in either.
 */
final class StallGuard implements SdkHttpClient {
    private final SdkHttpClient client;
    private final Watch watch;

    StallGuard(SdkHttpClient client, Watch watch) {
        this.client = client;
        this.watch = watch;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Guarded guarded = new Guarded(watch);
        var told = HttpExecuteRequest.builder()
                .request(request.httpRequest())
                .metricCollector(request.metricCollector().orElse(null))
                .contentStreamProvider(
                        request.contentStreamProvider().map(guarded::telling).orElse(null));
        guarded.request = client.prepareRequest(told.build());
        return guarded;
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    /** Looks after the requests that are on their way, on a thread of its own. */
    static final class Watch implements AutoCloseable {
        private static final long LONGEST_MILLIS = 500;

        private final Set<Guarded> running = ConcurrentHashMap.newKeySet();
        private final long stallNanos;
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "safeward-s3-watch");
            thread.setDaemon(true);
            return thread;
        });

        Watch(Duration stall) {
            this.stallNanos = stall.toNanos();
            long period = Math.max(1, Math.min(LONGEST_MILLIS, stall.toMillis() / 4));
            thread.scheduleWithFixedDelay(
                    () -> running.forEach(request -> request.look(stallNanos)), period, period, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    /** One request, from its call to the head of its answer; the body of the answer has the socket's own limit. */
    private static final class Guarded implements ExecutableHttpRequest {
        private final Watch watch;
        private ExecutableHttpRequest request;
        private volatile Thread caller;
        private volatile long moved;
        /** Whoever gives the body is waited for, its pace or its disk, and not the server. */
        private volatile boolean reading;

        private volatile IOException ended;

        Guarded(Watch watch) {
            this.watch = watch;
        }

        ContentStreamProvider telling(ContentStreamProvider body) {
            return () -> new FilterInputStream(body.newStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    reading = true;
                    try {
                        return in.read(bytes, offset, length);
                    } finally {
                        moved = System.nanoTime();
                        reading = false;
                    }
                }
            };
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            caller = Thread.currentThread();
            moved = System.nanoTime();
            watch.running.add(this);
            try {
                return request.call();
            } catch (IOException | RuntimeException e) {
                if (ended != null) {
                    ended.addSuppressed(e);
                    throw ended;
                }
                throw e;
            } finally {
                watch.running.remove(this);
            }
        }

        void look(long stallNanos) {
            if (ended == null && caller.isInterrupted()) {
                end(new InterruptedIOException("interrupted during a request"));
            } else if (ended == null && !reading && System.nanoTime() - moved > stallNanos) {
                end(new SocketTimeoutException("nothing was taken for " + Duration.ofNanos(stallNanos)));
            }
        }

        private void end(IOException reason) {
            ended = reason;
            request.abort();
        }

        @Override
        public void abort() {
            request.abort();
        }
    }
}
