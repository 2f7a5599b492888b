package org.safeward.archive.zstd;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.parallel.YieldRegularly;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A file of zstd's frames, unpacked as one stream. Reads the file from its first byte to its last. What its frames say of their sizes is not
 * believed: what comes out is held against the limits.
 */
public final class ZstdScript extends InputStream {
    /** What a frame begins with, little-endian; of a skippable one the last four bits are free. */
    private static final int FRAME = 0xFD2FB528;

    private static final int SKIPPABLE = 0x184D2A50;

    /** No tool writes a larger one unless it is told to: 128 MiB. What a frame asks for beyond that is refused. */
    private static final int LARGEST_WINDOW = 27;

    private final Packed file;
    private final ZstdInputStreamNoFinalizer frames;
    private final String name;
    private final ReadLimits limits;
    private final long size;
    private final YieldRegularly courtesy = new YieldRegularly();
    private long unpacked;

    /**
     * @param file at its beginning; not closed here
     * @param size of the file in bytes
     * @param name of the file, for messages
     */
    public ZstdScript(InputStream file, long size, ReadLimits limits, String name) throws IOException {
        this.file = new Packed(file);
        this.frames = new ZstdInputStreamNoFinalizer(this.file).setLongMax(LARGEST_WINDOW);
        this.size = size;
        this.limits = limits.asOfNow();
        this.name = name;
    }

    /** @param beginning the first four bytes of a file, or all that there are */
    public static boolean begins(byte[] beginning) {
        return is(FRAME, beginning) || IntStream.range(0, 16).anyMatch(kind -> is(SKIPPABLE + kind, beginning));
    }

    private static boolean is(int magic, byte[] beginning) {
        byte[] whole = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(magic)
                .array();
        return Arrays.equals(beginning, 0, beginning.length, whole, 0, Math.min(Integer.BYTES, beginning.length));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read = unpack(target, offset, length);
        if (read > 0) {
            unpacked += read;
            limits.check(size, unpacked);
            courtesy.giveWay();
        }
        return read;
    }

    private int unpack(byte[] target, int offset, int length) throws IOException {
        try {
            return frames.read(target, offset, length);
        } catch (ZstdIOException e) {
            // The library has one exception for both. It asks for more only when what it has was right.
            throw file.ended
                    ? new Fault(e, ErrorCode.BACKUP_TRUNCATED, name)
                    : new Fault(e, ErrorCode.BACKUP_DAMAGED, name + ": " + e.getMessage());
        }
    }

    /** Tells whether the file was read to its end. */
    private static final class Packed extends FilterInputStream {
        private boolean ended;

        Packed(InputStream file) {
            super(file);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public void close() {
            // The file is its owner's.
        }
    }

    /** Frees the decoder's native memory. */
    @Override
    public void close() throws IOException {
        frames.close();
    }
}
