package org.safeward.archive.age;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Encrypts what is written into it, on several threads where it is much. {@link #finish} makes the file whole; closed without it, it leaves one that no reader takes. Closing
 * closes the target. Memory: see {@link RunsAtWork}.
 */
public final class EncryptedStream extends OutputStream {
    private final OutputStream target;
    private final PayloadKey key;
    private final RunsAtWork runs;
    private ChunkRun current;
    private long number;
    private boolean finished;

    public EncryptedStream(OutputStream target, Recipients recipients) throws IOException {
        this.target = target;
        this.key = Header.make(recipients);
        this.runs = new RunsAtWork(key);
        this.current = runs.free();
        target.write(key.header());
    }

    /** The length of the file that so many bytes become, with as many recipients. */
    public long encryptedBytes(long plainBytes) {
        return key.header().length
                + plainBytes
                + Chunks.TAG * Math.max(1, (plainBytes + Chunks.PLAIN - 1) / Chunks.PLAIN);
    }

    /** Reads the file back when it is finished. Who asks for it closes it; closing this stream does not. */
    public PayloadKey key() {
        return key;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (finished) {
            throw new IOException("the encrypted file is finished");
        }
        int from = offset;
        while (from < offset + length) {
            if (current.plainBytes == ChunkRun.PLAIN) {
                // Only now: until more comes, it may be the last.
                seal();
            }
            int bytes = Math.min(offset + length - from, ChunkRun.PLAIN - current.plainBytes);
            System.arraycopy(source, from, current.plain, current.plainBytes, bytes);
            current.plainBytes += bytes;
            from += bytes;
        }
    }

    private void seal() throws IOException {
        ChunkRun run = current;
        long first = number;
        runs.begin(run, () -> run.seal(first, false));
        number += ChunkRun.PLAIN / Chunks.PLAIN;
        if (!runs.hasFree()) {
            writeOldest();
        }
        current = runs.free();
        current.plainBytes = 0;
    }

    /** When it fails, bytes are lost, and no later call may go on as if they were not. */
    private void writeOldest() throws IOException {
        boolean written = false;
        try {
            ChunkRun oldest = runs.take();
            target.write(oldest.sealed, 0, oldest.sealedBytes);
            runs.release(oldest);
            written = true;
        } finally {
            finished |= !written;
        }
    }

    /** Writes the last chunk. Called once; when it fails, the file is none. */
    public void finish() throws IOException {
        if (finished) {
            throw new IOException("the encrypted file is finished");
        }
        finished = true;
        while (!runs.isIdle()) {
            writeOldest();
        }
        current.seal(number, true);
        target.write(current.sealed, 0, current.sealedBytes);
        target.flush();
    }

    /** Passes on what was written; chunks are only some time after more follows, or when the file ends. */
    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        finished = true;
        runs.close();
        target.close();
    }
}
