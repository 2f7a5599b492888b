package org.safeward.archive.age;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The content of an age file, any part of it, without a plain copy. It opens only when the last chunk is there and is proven to be the last, so its {@link #size} is true; each other chunk is
 * proven before a byte of it is given. Faults arrive as {@link Fault} ENCRYPTED_*.
 *
 * <p>Memory: two chunks. Calls from several threads wait for each other. Closing closes the file, not the key.
 */
public final class DecryptedChannel implements SeekableByteChannel {
    private static final long NONE = -1;

    private final SeekableByteChannel file;
    private final int headerBytes;
    private final Chunks chunks;
    private final long lastChunk;
    private final int lastSealed;
    private final long size;
    private final byte[] sealed = new byte[Chunks.SEALED];
    private final byte[] plain = new byte[Chunks.PLAIN];
    private long inPlain = NONE;
    private long position;

    /** @throws Fault ENCRYPTED_* when the key does not open the file, or the file is not whole */
    public static DecryptedChannel open(SeekableByteChannel file, DecryptionKey key) throws IOException {
        return new DecryptedChannel(file, key.of(file));
    }

    private DecryptedChannel(SeekableByteChannel file, PayloadKey key) throws IOException {
        this.file = file;
        this.headerBytes = key.header().length;
        this.chunks = new Chunks(key);
        long payload = file.size() - headerBytes;
        lastChunk = Math.max(0, (payload - 1) / Chunks.SEALED);
        lastSealed = (int) (payload - lastChunk * Chunks.SEALED);
        if (lastSealed < Chunks.TAG) {
            throw new Fault(ErrorCode.ENCRYPTED_TRUNCATED);
        }
        size = payload - (lastChunk + 1) * Chunks.TAG;
        if (lastChunk > 0 && lastSealed == Chunks.TAG) {
            throw new Fault(ErrorCode.ENCRYPTED_DAMAGED);
        }
        load(lastChunk);
    }

    private void load(long number) throws IOException {
        boolean last = number == lastChunk;
        ByteBuffer bytes = ByteBuffer.wrap(sealed, 0, last ? lastSealed : Chunks.SEALED);
        inPlain = NONE;
        Header.fill(file, headerBytes + number * Chunks.SEALED, bytes);
        if (bytes.hasRemaining()) {
            throw new Fault(ErrorCode.ENCRYPTED_TRUNCATED);
        }
        if (chunks.open(number, last, sealed, bytes.limit(), plain) < 0) {
            boolean moreFollowed = last && chunks.open(number, false, sealed, bytes.limit(), plain) >= 0;
            throw new Fault(moreFollowed ? ErrorCode.ENCRYPTED_TRUNCATED : ErrorCode.ENCRYPTED_DAMAGED);
        }
        inPlain = number;
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        int read = read(target, position);
        position += Math.max(0, read);
        return read;
    }

    /** As {@link java.nio.channels.FileChannel#read(ByteBuffer, long)}: leaves the position alone. */
    public synchronized int read(ByteBuffer target, long start) throws IOException {
        requireOpen();
        if (start >= size) {
            return -1;
        }
        int given = 0;
        while (target.hasRemaining() && start + given < size) {
            long number = (start + given) / Chunks.PLAIN;
            if (number != inPlain) {
                load(number);
            }
            int at = (int) ((start + given) % Chunks.PLAIN);
            int there = (int) Math.min(Chunks.PLAIN, size - number * Chunks.PLAIN) - at;
            int bytes = Math.min(target.remaining(), there);
            target.put(plain, at, bytes);
            given += bytes;
        }
        return given;
    }

    @Override
    public synchronized long position() throws IOException {
        requireOpen();
        return position;
    }

    @Override
    public synchronized DecryptedChannel position(long next) throws IOException {
        requireOpen();
        if (next < 0) {
            throw new IllegalArgumentException("a position before the beginning: " + next);
        }
        position = next;
        return this;
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return size;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public synchronized void close() throws IOException {
        inPlain = NONE;
        Arrays.fill(plain, (byte) 0);
        file.close();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public DecryptedChannel truncate(long bytes) {
        throw new NonWritableChannelException();
    }
}
