package org.safeward.store.remote;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** Content that comes in, of a length that is known: less is an error, and so is more. Heeds an interrupt before each piece. */
public final class IncomingFile extends InputStream {
    private final InputStream in;
    private final AutoCloseable end;
    private long missing;

    /**
     * @param length in bytes, from here on
     * @param end what a close before the end does instead of closing the stream, which might read the rest
     */
    public IncomingFile(InputStream in, long length, AutoCloseable end) {
        this.in = in;
        this.missing = length;
        this.end = end;
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
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while a stored file was read");
        }
        int read = in.read(bytes, offset, length);
        if (read < 0 && missing > 0) {
            throw new EOFException("the content broke off, " + missing + " bytes are missing");
        }
        if (read > missing) {
            throw new IOException("the content is longer than was said");
        }
        missing -= Math.max(read, 0);
        return read;
    }

    @Override
    public void close() throws IOException {
        if (missing == 0) {
            in.close();
            return;
        }
        try {
            end.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
