package org.safeward.archive.age;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Encrypts what is written into it. {@link #finish} makes the file whole; closed without it, it leaves one that no reader takes. Closing closes the target. Memory:
 * two chunks.
 */
public final class EncryptedStream extends OutputStream {
    private final OutputStream target;
    private final PayloadKey key;
    private final Chunks chunks;
    private final byte[] plain = new byte[Chunks.PLAIN];
    private final byte[] sealed = new byte[Chunks.SEALED];
    private int filled;
    private long number;
    private boolean finished;

    public EncryptedStream(OutputStream target, Recipients recipients) throws IOException {
        this.target = target;
        this.key = Header.make(recipients);
        this.chunks = new Chunks(key);
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
            if (filled == Chunks.PLAIN) {
                // Only now: until more comes, it may be the last.
                seal(false);
            }
            int bytes = Math.min(offset + length - from, Chunks.PLAIN - filled);
            System.arraycopy(source, from, plain, filled, bytes);
            filled += bytes;
            from += bytes;
        }
    }

    private void seal(boolean last) throws IOException {
        int bytes = chunks.seal(number++, last, plain, filled, sealed);
        filled = 0;
        target.write(sealed, 0, bytes);
    }

    /** Writes the last chunk. Called once; when it fails, the file is none. */
    public void finish() throws IOException {
        if (finished) {
            throw new IOException("the encrypted file is finished");
        }
        finished = true;
        seal(true);
        target.flush();
    }

    /** Passes on what is sealed; a chunk is only when more follows or the file ends. */
    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        finished = true;
        Arrays.fill(plain, (byte) 0);
        target.close();
    }
}
