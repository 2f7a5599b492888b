package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The body of an answer as a stream that does not wait for ever, which the JDK's own does. Asks for more when what is there was read. */
final class AnswerBody extends InputStream implements HttpResponse.BodySubscriber<AnswerBody> {
    private static final int MOST_DROPPED_BYTES = 1 << 16;

    /** What comes in: pieces, and at last an end. */
    private record Arrival(List<ByteBuffer> pieces, Throwable failure, boolean end) {}

    private final Duration stall;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> unread = new ArrayDeque<>();
    private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();
    private boolean ended;
    private volatile boolean closed;
    private long dropped;

    AnswerBody(Duration stall) {
        this.stall = stall;
    }

    @Override
    public CompletionStage<AnswerBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source.complete(subscription);
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        if (closed) {
            drop(pieces);
            return;
        }
        arrivals.add(new Arrival(pieces, null, false));
    }

    @Override
    public void onError(Throwable failure) {
        arrivals.add(new Arrival(List.of(), failure, true));
    }

    @Override
    public void onComplete() {
        arrivals.add(new Arrival(List.of(), null, true));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended && unread.isEmpty()) {
            take(next());
        }
        ByteBuffer piece = unread.peek();
        if (piece == null) {
            return -1;
        }
        int read = Math.min(length, piece.remaining());
        piece.get(bytes, offset, read);
        if (!piece.hasRemaining()) {
            unread.remove();
        }
        return read;
    }

    private Arrival next() throws IOException {
        try {
            Arrival arrival = arrivals.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
            if (arrival == null) {
                throw new SocketTimeoutException("nothing came for " + stall.toMillis() + " ms");
            }
            return arrival;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an answer was read");
        }
    }

    private void take(Arrival arrival) throws IOException {
        if (arrival.failure() != null) {
            arrivals.add(arrival);
            throw new IOException(arrival.failure().getMessage(), arrival.failure());
        }
        ended = arrival.end();
        arrival.pieces().stream().filter(ByteBuffer::hasRemaining).forEach(unread::add);
        if (!ended) {
            source.join().request(1);
        }
    }

    /** The connection can be used again when little was left to read, as of a page that explains an error; else it is ended. */
    @Override
    public void close() {
        closed = true;
        if (!ended) {
            source.thenAccept(subscription -> subscription.request(1));
        }
    }

    private void drop(List<ByteBuffer> pieces) {
        dropped += pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        if (dropped > MOST_DROPPED_BYTES) {
            source.join().cancel();
        } else {
            source.join().request(1);
        }
    }
}
