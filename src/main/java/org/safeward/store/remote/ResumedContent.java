package org.safeward.store.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.LongConsumer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The content of a file in a destination, to its end: where it breaks off, it is opened again at that place, as long as each attempt gets further. Of a file
 * that has grown, or that a place sends without an end, one byte more than it should have is given: enough for whoever reads it to find it another one.
 */
public final class ResumedContent extends InputStream {
    private static final int MOST_IN_VAIN = 3;

    private final RemoteStore store;
    private final String name;
    private final long most;
    private final LongConsumer reached;
    private InputStream content;
    private long position;
    private int inVain;

    /**
     * @param size that it should have, in bytes
     * @param reached is told the position after each piece; what it throws ends the reading
     */
    public ResumedContent(RemoteStore store, String name, long size, LongConsumer reached) {
        this(store, name, size, 0, reached);
    }

    /** @param from the position of the first byte that is wanted */
    public ResumedContent(RemoteStore store, String name, long size, long from, LongConsumer reached) {
        this.store = store;
        this.name = name;
        this.most = size + 1;
        this.position = from;
        this.reached = reached;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * @throws java.nio.file.NoSuchFileException when there is no such file
     * @throws Fault DESTINATION_UNREACHABLE when it breaks off again and again
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position >= most) {
            return -1;
        }
        int wanted = (int) Math.min(length, most - position);
        while (true) {
            if (content == null) {
                content = store.open(name, position);
            }
            try {
                int read = content.read(bytes, offset, wanted);
                inVain = 0;
                position += Math.max(0, read);
                reached.accept(position);
                return read;
            } catch (InterruptedIOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                brokenOff(e);
            } catch (IOException e) {
                brokenOff(e);
            }
        }
    }

    /** A limit that ran out is an InterruptedIOException too. */
    private void brokenOff(IOException failure) throws IOException {
        close();
        if (++inVain > MOST_IN_VAIN) {
            throw new Fault(failure, ErrorCode.DESTINATION_UNREACHABLE, store.address(), failure.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        InputStream now = content;
        content = null;
        if (now != null) {
            now.close();
        }
    }
}
