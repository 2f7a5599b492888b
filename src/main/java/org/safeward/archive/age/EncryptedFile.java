package org.safeward.archive.age;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Writes an age file whose beginning may be written again until the end, as a ZIP's first header has to be: the first chunk stays in memory, and comes into its place
 * last. Until then no reader takes the file for a whole one. Closed without {@link #finish} it leaves an incomplete file, which the caller removes. One thread uses it.
 */
public final class EncryptedFile implements Closeable {
    private final FileChannel file;
    private final PayloadKey key;
    private final Chunks chunks;
    private final byte[] first = new byte[Chunks.PLAIN];
    private final byte[] current = new byte[Chunks.PLAIN];
    private final byte[] sealed = new byte[Chunks.SEALED];
    private long position;

    /** @param file empty, and closed by its owner */
    public EncryptedFile(FileChannel file, Recipients recipients) throws IOException {
        this.file = file;
        this.key = Header.make(recipients);
        this.chunks = new Chunks(key);
        writeAt(0, ByteBuffer.wrap(key.header()));
    }

    /** Reads the file back when it is finished. Who asks for it closes it; closing this file does not. */
    public PayloadKey key() {
        return key;
    }

    /** How many bytes were given. */
    public long position() {
        return position;
    }

    public void write(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            int at = (int) (position % Chunks.PLAIN);
            if (at == 0 && position > Chunks.PLAIN) {
                seal(position / Chunks.PLAIN - 1, false, current, Chunks.PLAIN);
            }
            int bytes = Math.min(plain.remaining(), Chunks.PLAIN - at);
            plain.get(position < Chunks.PLAIN ? first : current, at, bytes);
            position += bytes;
        }
    }

    /** Puts these bytes in the place of the first ones, which are at most 64 KiB and have all been written. */
    public void rewriteBeginning(ByteBuffer plain) {
        if (plain.remaining() > Math.min(position, Chunks.PLAIN)) {
            throw new IllegalArgumentException("only what has been written of the first chunk can be written again");
        }
        plain.get(first, 0, plain.remaining());
    }

    /** Writes what makes the file whole. The caller forces it to the disk. */
    public void finish() throws IOException {
        // A last chunk is empty only where it is the only one.
        long last = position == 0 ? 0 : (position - 1) / Chunks.PLAIN;
        int bytes = (int) (position - last * Chunks.PLAIN);
        if (last > 0) {
            seal(last, true, current, bytes);
            bytes = Chunks.PLAIN;
        }
        seal(0, last == 0, first, bytes);
    }

    private void seal(long number, boolean last, byte[] plain, int bytes) throws IOException {
        int length = chunks.seal(number, last, plain, bytes, sealed);
        writeAt(key.header().length + number * Chunks.SEALED, ByteBuffer.wrap(sealed, 0, length));
    }

    private void writeAt(long start, ByteBuffer bytes) throws IOException {
        long next = start;
        while (bytes.hasRemaining()) {
            next += file.write(bytes, next);
        }
    }

    /** Forgets the plain bytes that it holds. */
    @Override
    public void close() {
        Arrays.fill(first, (byte) 0);
        Arrays.fill(current, (byte) 0);
    }
}
