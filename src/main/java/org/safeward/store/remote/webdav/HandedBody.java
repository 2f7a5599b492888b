package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of a request, handed over piece by piece by the thread that asked for it: so it reads the file, tells the progress and can be
 * interrupted, and sees when nothing is taken any more. The HTTP client reads it on a thread of its own.
 */
final class HandedBody extends InputStream {
    private static final int LOOK_MILLIS = 50;

    private final Duration stall;
    private final SynchronousQueue<byte[]> pieces = new SynchronousQueue<>();
    private volatile boolean aborted;
    private byte[] piece = {};
    private int position;
    private boolean ended;

    HandedBody(Duration stall) {
        this.stall = stall;
    }

    /**
     * Waits until the piece is taken. An empty one says that all was handed over.
     *
     * @return false when the answer is there already, so that no more is wanted
     * @throws SocketTimeoutException when it is not taken for so long
     */
    boolean hand(byte[] bytes, int length, Future<?> answer) throws IOException {
        return offer(Arrays.copyOf(bytes, length), answer);
    }

    private boolean offer(byte[] next, Future<?> answer) throws IOException {
        long until = System.nanoTime() + stall.toNanos();
        try {
            while (!pieces.offer(next, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (answer.isDone()) {
                    return false;
                }
                if (System.nanoTime() > until) {
                    throw new SocketTimeoutException("nothing was taken for " + stall.toMillis() + " ms");
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was sent");
        }
    }

    /** Whoever reads gets an error. */
    void abort() {
        aborted = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (!ended && position == piece.length) {
            piece = next();
            position = 0;
            ended = piece.length == 0;
        }
        if (ended) {
            return -1;
        }
        int read = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, bytes, offset, read);
        position += read;
        return read;
    }

    private byte[] next() throws IOException {
        try {
            byte[] next = null;
            while (next == null) {
                if (aborted) {
                    throw new IOException("the file is not sent to its end");
                }
                next = pieces.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the client was closed");
        }
    }
}
