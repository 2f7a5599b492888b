package org.safeward.archive.age;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.safeward.archive.parallel.YieldRegularly;
import org.safeward.fault.ErrorCode;

/**
 * A few chunks that follow each other, with room for both their forms, so that they can be sealed or opened while others are. A run whose work is handed to another thread
 * is left alone until that is done.
 */
final class ChunkRun {
    /** So many that handing them to a thread costs little beside the work on them. */
    private static final int CHUNKS = 4;

    static final int PLAIN = CHUNKS * Chunks.PLAIN;
    static final int SEALED = CHUNKS * Chunks.SEALED;

    final byte[] plain = new byte[PLAIN];
    /** With room for one byte more: whoever reads it knows that the run is not the last. */
    final byte[] sealed = new byte[SEALED + 1];

    int plainBytes;
    int sealedBytes;
    private final Chunks chunks;
    private final YieldRegularly courtesy = new YieldRegularly();
    private ErrorCode fault;

    ChunkRun(PayloadKey key) {
        this.chunks = new Chunks(key);
    }

    /** What is wrong behind the plain bytes that were opened; empty where nothing is. */
    Optional<ErrorCode> fault() {
        return Optional.ofNullable(fault);
    }

    /** @param first number of the first chunk @param last whether the run ends the file; only then it may be other than full */
    void seal(long first, boolean last) {
        long number = first;
        int from = 0;
        sealedBytes = 0;
        do {
            int bytes = Math.min(plainBytes - from, Chunks.PLAIN);
            boolean end = last && from + bytes == plainBytes;
            sealedBytes += chunks.seal(number++, end, ByteBuffer.wrap(plain, from, bytes), behind(sealed, sealedBytes));
            from += bytes;
            courtesy.giveWay();
        } while (from < plainBytes);
    }

    /** Up to the first chunk that is not what it should be. For the parameters see {@link #seal}. */
    void open(long first, boolean last) {
        long number = first;
        int from = 0;
        plainBytes = 0;
        fault = null;
        do {
            int bytes = Math.min(sealedBytes - from, Chunks.SEALED);
            boolean end = last && from + bytes == sealedBytes;
            open(number++, end, ByteBuffer.wrap(sealed, from, bytes));
            from += bytes;
            courtesy.giveWay();
        } while (fault == null && from < sealedBytes);
    }

    private void open(long number, boolean end, ByteBuffer bytes) {
        if (bytes.remaining() < Chunks.TAG) {
            fault = ErrorCode.ENCRYPTED_TRUNCATED;
            return;
        }
        int opened = chunks.open(number, end, bytes.duplicate(), behind(plain, plainBytes));
        if (opened < 0) {
            boolean moreFollowed = end && chunks.open(number, false, bytes, behind(plain, plainBytes)) >= 0;
            fault = moreFollowed ? ErrorCode.ENCRYPTED_TRUNCATED : ErrorCode.ENCRYPTED_DAMAGED;
        } else if (opened == 0 && number > 0) {
            fault = ErrorCode.ENCRYPTED_DAMAGED;
        } else {
            plainBytes += opened;
        }
    }

    private static ByteBuffer behind(byte[] bytes, int there) {
        return ByteBuffer.wrap(bytes, there, bytes.length - there);
    }

    /** Forgets the plain bytes. */
    void wipe() {
        plainBytes = 0;
        Arrays.fill(plain, (byte) 0);
    }
}
