package org.safeward.store.remote.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Content that a thread of its own reads, a few pieces ahead. Whoever wants it heeds an interrupt at once, which Java's sockets do not, and does not wait for a
 * server that is silent when he ends it before its end: the JDK's way to do that waits for whoever reads. The thread ends with its own wait then, after the limit of the connection at the latest.
 */
final class AheadContent extends InputStream {
    static final String THREAD = "safeward-s3-read";
    private static final int PIECE_BYTES = 1 << 16;
    private static final int PIECES_AHEAD = 4;

    private final ResponseInputStream<?> content;
    private final S3Faults faults;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES_AHEAD);
    private final Thread thread = new Thread(this::readAhead, THREAD);
    private Piece piece = new Piece(new byte[0], 0, null);
    private int position;
    private volatile boolean closed;

    /**
     * @param length of its bytes; -1 at the end of the content
     * @param failure null when all went well
     */
    private record Piece(byte[] bytes, int length, IOException failure) {
        boolean isLast() {
            return length < 0 || failure != null;
        }
    }

    AheadContent(ResponseInputStream<?> content, S3Faults faults) {
        this.content = content;
        this.faults = faults;
        thread.setDaemon(true);
        thread.start();
    }

    private void readAhead() {
        boolean whole = false;
        try {
            Piece next;
            do {
                next = next();
                whole = next.failure() == null && next.isLast();
                if (whole) {
                    // Before anybody knows that it is the end: his next request takes the same connection.
                    finish();
                }
                if (!closed) {
                    pieces.put(next);
                }
            } while (!next.isLast() && !closed);
        } catch (InterruptedException e) {
            // It was closed, which is seen here by its connection alone.
            Thread.currentThread().interrupt();
        } finally {
            if (!whole) {
                content.abort();
            }
        }
    }

    /** All of it has come: without this only its connection cannot be used again. */
    private void finish() {
        try {
            content.close();
        } catch (IOException e) {
            content.abort();
        }
    }

    private Piece next() {
        byte[] bytes = new byte[PIECE_BYTES];
        try {
            return new Piece(bytes, content.read(bytes), null);
        } catch (IOException e) {
            return new Piece(bytes, 0, e);
        } catch (SdkException e) {
            return new Piece(bytes, 0, explained(e));
        } catch (RuntimeException e) {
            return new Piece(bytes, 0, new IOException(e));
        }
    }

    private IOException explained(SdkException failure) {
        try {
            return new IOException(faults.of(failure));
        } catch (InterruptedIOException e) {
            return e;
        }
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
        while (!piece.isLast() && position == piece.length()) {
            piece = take();
            position = 0;
        }
        if (piece.failure() != null) {
            throw piece.failure();
        }
        if (piece.isLast()) {
            return -1;
        }
        int read = Math.min(length, piece.length() - position);
        System.arraycopy(piece.bytes(), position, bytes, offset, read);
        position += read;
        return read;
    }

    private Piece take() throws IOException {
        try {
            return pieces.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a stored object was read");
        }
    }

    /** Of content that is not at its end, it ends the connection; nobody waits for that. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
