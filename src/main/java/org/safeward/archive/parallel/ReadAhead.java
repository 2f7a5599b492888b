package org.safeward.archive.parallel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A stream that a thread of its own fills ahead of its reader, by a few chunks at most. The end is reported when the filling
 * has returned; what it threw is thrown by read, behind the bytes that came before. One thread reads and closes.
 */
public final class ReadAhead extends InputStream {
    private static final int CHUNKS = 8;
    private static final int CHUNK_BYTES = 128 * 1024;

    /** What fills the stream. */
    @FunctionalInterface
    public interface Filling {
        void fill(OutputStream out) throws IOException;
    }

    private static final class Chunk {
        final byte[] bytes = new byte[CHUNK_BYTES];
        int length;
        int taken;
    }

    private sealed interface Arrival permits Full, End {}

    private record Full(Chunk chunk) implements Arrival {}

    /** @param failure null when all went well */
    private record End(Throwable failure) implements Arrival {}

    /** Chunks that may be filled; a place for a chunk that nobody has needed so far is empty. */
    private final BlockingQueue<Optional<Chunk>> free = new ArrayBlockingQueue<>(CHUNKS);

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final ExecutorService thread;
    private Chunk current;
    private End end;
    private boolean closed;

    /** @param name of the thread */
    public ReadAhead(String name, Filling filling) {
        thread = Executors.newSingleThreadExecutor(new NamedThreads(name));
        for (int i = 0; i < CHUNKS; i++) {
            free.add(Optional.empty());
        }
        thread.execute(() -> run(filling));
    }

    private void run(Filling filling) {
        Throwable failure = null;
        try (Chunks out = new Chunks()) {
            filling.fill(out);
        } catch (Throwable e) {
            // Not only exceptions: whatever ends this thread has to reach the reader, who would wait for ever.
            failure = e;
        }
        arrivals.add(new End(failure));
    }

    @Override
    public int read() throws IOException {
        return hasBytes() ? current.bytes[current.taken++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasBytes()) {
            return -1;
        }
        int read = Math.min(length, current.length - current.taken);
        System.arraycopy(current.bytes, current.taken, target, offset, read);
        current.taken += read;
        return read;
    }

    /** What can be read without waiting. */
    @Override
    public int available() {
        return current == null ? 0 : current.length - current.taken;
    }

    private boolean hasBytes() throws IOException {
        while (available() == 0) {
            if (closed) {
                throw new IOException("the backup file is closed");
            }
            if (current != null) {
                free.add(Optional.of(current));
                current = null;
            }
            if (end == null) {
                await();
            }
            if (end != null) {
                throwFailure();
                return false;
            }
        }
        return true;
    }

    private void await() throws IOException {
        try {
            Arrival arrival = arrivals.take();
            if (arrival instanceof Full full) {
                current = full.chunk();
            } else {
                end = (End) arrival;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading a backup");
        }
    }

    private void throwFailure() throws IOException {
        Throwable failure = end.failure();
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure != null) {
            throw new IOException("a backup could not be read", failure);
        }
    }

    /** True once read has reported the end, and not a failure. */
    public boolean ended() {
        return end != null && end.failure() == null;
    }

    /** Ends the thread, wherever it is, and returns when it has ended. */
    @Override
    public void close() {
        closed = true;
        current = null;
        NamedThreads.end(thread);
    }

    /** The filling's side. */
    private final class Chunks extends OutputStream {
        private Chunk filled;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            int given = 0;
            while (given < length) {
                if (filled == null) {
                    filled = next();
                }
                int room = Math.min(length - given, CHUNK_BYTES - filled.length);
                System.arraycopy(source, offset + given, filled.bytes, filled.length, room);
                filled.length += room;
                given += room;
                if (filled.length == CHUNK_BYTES) {
                    send();
                }
            }
        }

        private Chunk next() throws IOException {
            try {
                Chunk chunk = free.take().orElseGet(Chunk::new);
                chunk.length = 0;
                chunk.taken = 0;
                return chunk;
            } catch (InterruptedException e) {
                throw new InterruptedIOException("the reader has closed the backup file");
            }
        }

        private void send() {
            arrivals.add(new Full(filled));
            filled = null;
        }

        @Override
        public void close() {
            if (filled != null) {
                send();
            }
        }
    }
}
