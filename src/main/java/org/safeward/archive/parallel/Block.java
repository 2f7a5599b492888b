package org.safeward.archive.parallel;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * One piece of the content on its way to the file, with the 32 KiB that precede it as deflate's preset dictionary: so a block
 * can be deflated without its predecessors, and compresses nearly as well as behind them. For zstd a block is a frame, which needs
 * nothing of its predecessors. A block is used again and again; one thread at a time touches it.
 */
public final class Block {
    /** Of one that is deflated, or not packed at all: small enough to keep all cores busy and memory bounded, large enough that the borders cost under a percent. */
    public static final int SIZE = 128 * 1024;

    /** Of a frame of zstd, which learns its content anew: in smaller ones it makes larger files. */
    public static final int FRAME_SIZE = 1024 * 1024;

    /** What is deflated between two looks at who else wants the processor: a fraction of a millisecond. */
    private static final int SLICE = 8 * 1024;

    private static final int WINDOW = 32 * 1024;
    private static final int ROOM_FOR_FLUSH = 1024;

    /** The dictionary, right-aligned in the first {@link #WINDOW} bytes, and directly behind it the data. */
    private final byte[] bytes;

    private final int size;
    private final YieldRegularly courtesy = new YieldRegularly();
    private int dictionaryLength;
    private int length;

    private byte[] packed = new byte[0];
    private int packedLength;

    /** @param size bytes that it takes */
    public Block(int size) {
        this.size = size;
        bytes = new byte[WINDOW + size];
    }

    /** Empties the block; the end of {@code predecessor} (null at the start; may be this block itself) becomes the dictionary. */
    public void follow(Block predecessor) {
        dictionaryLength = 0;
        if (predecessor != null) {
            int end = WINDOW + predecessor.length;
            dictionaryLength = Math.min(WINDOW, predecessor.dictionaryLength + predecessor.length);
            System.arraycopy(
                    predecessor.bytes, end - dictionaryLength, bytes, WINDOW - dictionaryLength, dictionaryLength);
        }
        length = 0;
    }

    /** Takes as much as there is room for and returns how much that was. */
    public int take(byte[] source, int offset, int available) {
        int taken = Math.min(available, size - length);
        System.arraycopy(source, offset, bytes, WINDOW + length, taken);
        length += taken;
        return taken;
    }

    public boolean isFull() {
        return length == size;
    }

    /** The data as it was taken. */
    public ByteBuffer data() {
        return ByteBuffer.wrap(bytes, WINDOW, length);
    }

    /**
     * Deflates the data so that the results of all blocks, joined, are one raw deflate stream (RFC 1951): each ends on a byte's
     * border by a sync flush, the last one ends the stream.
     *
     * @param deflater raw ("nowrap"); reset here
     */
    void deflate(Deflater deflater, boolean last) {
        deflater.reset();
        if (dictionaryLength > 0) {
            deflater.setDictionary(bytes, WINDOW - dictionaryLength, dictionaryLength);
        }
        makeRoom(size + ROOM_FOR_FLUSH);
        packedLength = 0;
        int taken = 0;
        for (; length - taken > SLICE; taken += SLICE) {
            deflater.setInput(bytes, WINDOW + taken, SLICE);
            drain(deflater, Deflater.NO_FLUSH);
            courtesy.giveWay();
        }
        deflater.setInput(bytes, WINDOW + taken, length - taken);
        if (last) {
            deflater.finish();
        }
        drain(deflater, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
    }

    /** Takes what the deflater has to say of its input. */
    private void drain(Deflater deflater, int flush) {
        int room;
        int written;
        do {
            // A call that fills its room exactly may have more to say, and repeats the flush when it has less than 6
            // bytes.
            if (packed.length - packedLength < ROOM_FOR_FLUSH) {
                packed = Arrays.copyOf(packed, packed.length + size / 4);
            }
            room = packed.length - packedLength;
            written = deflater.deflate(packed, packedLength, room, flush);
            packedLength += written;
        } while (written == room);
    }

    /** Makes the data one frame (RFC 8878) that names its size. */
    void compress(ZstdCompressCtx zstd) {
        makeRoom((int) Zstd.compressBound(size));
        packedLength = zstd.compressByteArray(packed, 0, packed.length, bytes, WINDOW, length);
        courtesy.giveWay();
    }

    private void makeRoom(int most) {
        if (packed.length < most) {
            packed = new byte[most];
        }
    }

    /** What deflating or compressing made. */
    public ByteBuffer packed() {
        return ByteBuffer.wrap(packed, 0, packedLength);
    }
}
