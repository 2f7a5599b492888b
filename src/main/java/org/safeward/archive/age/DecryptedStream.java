package org.safeward.archive.age;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The content of an age file that comes as a stream. Each chunk is proven before a byte of it is given, and the end is told only after the last one was proven to be the last, with
 * nothing behind it: until then what was read may be the beginning of a file that was cut short. Faults arrive as {@link Fault} ENCRYPTED_*. Closing closes the source.
 */
public final class DecryptedStream extends InputStream {
    private final InputStream source;
    private final Chunks chunks;
    private final byte[] sealed = new byte[Chunks.SEALED + 1];
    private final byte[] plain = new byte[Chunks.PLAIN];
    private int sealedBytes;
    private long number;
    private boolean ended;
    private int from;
    private int to;

    /** Opens a file that somebody else may have written. */
    public static DecryptedStream open(InputStream file, Identity identity) throws IOException {
        byte[] beginning = file.readNBytes(Header.MOST_BYTES);
        PayloadKey key = Header.open(beginning, identity);
        int header = key.header().length;
        InputStream rest = new ByteArrayInputStream(beginning, header, beginning.length - header);
        return new DecryptedStream(new SequenceInputStream(rest, file), key);
    }

    /** Opens the file that was written with this key, or whose key it is. */
    public static DecryptedStream open(InputStream file, PayloadKey key) throws IOException {
        if (!Arrays.equals(file.readNBytes(key.header().length), key.header())) {
            throw new Fault(ErrorCode.ENCRYPTED_DAMAGED);
        }
        return new DecryptedStream(file, key);
    }

    private DecryptedStream(InputStream payload, PayloadKey key) {
        this.source = payload;
        this.chunks = new Chunks(key);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (from == to && !ended) {
            next();
        }
        if (from == to) {
            return -1;
        }
        int bytes = Math.min(length, to - from);
        System.arraycopy(plain, from, target, offset, bytes);
        from += bytes;
        return bytes;
    }

    /** One byte more than a chunk is read: without it, the chunk is the last. */
    private void next() throws IOException {
        sealedBytes += source.readNBytes(sealed, sealedBytes, sealed.length - sealedBytes);
        boolean last = sealedBytes < sealed.length;
        int bytes = Math.min(sealedBytes, Chunks.SEALED);
        if (bytes < Chunks.TAG) {
            throw new Fault(ErrorCode.ENCRYPTED_TRUNCATED);
        }
        int opened = chunks.open(number, last, sealed, bytes, plain);
        if (opened < 0) {
            boolean moreFollowed = last && chunks.open(number, false, sealed, bytes, plain) >= 0;
            throw new Fault(moreFollowed ? ErrorCode.ENCRYPTED_TRUNCATED : ErrorCode.ENCRYPTED_DAMAGED);
        }
        if (opened == 0 && number > 0) {
            throw new Fault(ErrorCode.ENCRYPTED_DAMAGED);
        }
        from = 0;
        to = opened;
        number++;
        ended = last;
        sealed[0] = sealed[Chunks.SEALED];
        sealedBytes = 1;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        to = from;
        Arrays.fill(plain, (byte) 0);
        source.close();
    }
}
