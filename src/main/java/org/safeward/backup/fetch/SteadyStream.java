package org.safeward.backup.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.RemoteStore;

/** A stored file as one stream: where the way breaks it goes on from the last byte. */
final class SteadyStream extends InputStream {
    /** Without a byte in between. What opening alone can get over, the store has tried already. */
    private static final int MOST_BREAKS = 5;

    private final RemoteStore store;
    private final String name;
    private long at;
    private InputStream in;
    private int breaks;

    /**
     * @param from as {@link RemoteStore#open}
     * @throws NoSuchFileException when there is no file of the name
     */
    SteadyStream(RemoteStore store, String name, long from) throws IOException {
        this.store = store;
        this.name = name;
        this.at = from;
        this.in = store.open(name, from);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws Fault DESTINATION_* when the way does not hold */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            try {
                int read = in.read(bytes, offset, length);
                at += Math.max(read, 0);
                breaks = 0;
                return read;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                goOn(e);
            }
        }
    }

    private void goOn(IOException failure) throws IOException {
        breaks++;
        if (breaks == MOST_BREAKS) {
            throw new Fault(failure, ErrorCode.DESTINATION_FAILED, store.address(), failure.toString());
        }
        close();
        in = store.open(name, at);
    }

    /** What is left of a broken connection may fail once more, which says nothing new. */
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // Nothing that was read depends on it.
        }
    }
}
