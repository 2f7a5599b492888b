package org.safeward.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.Future;
import org.safeward.archive.parallel.Block;
import org.safeward.archive.parallel.Compression;
import org.safeward.archive.parallel.ZstdPool;
import org.safeward.archive.zstd.SeekTable;
import org.safeward.archive.zstd.SnapshotFrames;

/**
 * Frames of zstd (RFC 8878), one for each block, which any tool unpacks as one stream; behind them a {@link SeekTable}. They name no
 * time and no file. Around those of a snapshot stand its {@link SnapshotFrames}. Any frame can be read without the others; that the script is whole, its manifest tells.
 */
final class ZstdFraming implements Framing {
    private final FileTarget file;
    private final ZstdPool coders;
    private final SeekTable table = new SeekTable();

    ZstdFraming(FileTarget file, Compression compression) {
        this.file = file;
        this.coders = new ZstdPool(compression);
    }

    /** Frames of what is no text: a first one says whose they are. */
    static ZstdFraming labelled(FileTarget file, Compression compression) throws IOException {
        ZstdFraming framing = new ZstdFraming(file, compression);
        try {
            framing.beside(SnapshotFrames.header());
            return framing;
        } catch (Throwable e) {
            framing.close();
            throw e;
        }
    }

    /** Whoever looks a place of the content up in the table adds the sizes of all frames before it: so these are in it too. */
    private void beside(ByteBuffer frame) throws IOException {
        table.add(frame.remaining(), 0);
        file.write(frame);
    }

    @Override
    public void label(byte[] line) throws IOException {
        beside(SnapshotFrames.frame(line));
    }

    @Override
    public int blockBytes() {
        return Block.FRAME_SIZE;
    }

    @Override
    public Future<?> encode(Block block, boolean last) {
        return coders.compress(block);
    }

    @Override
    public void write(Block block) throws IOException {
        ByteBuffer frame = block.packed();
        int bytes = block.data().remaining();
        if (bytes > 0) {
            table.add(frame.remaining(), bytes);
            file.write(frame);
        }
    }

    @Override
    public void end(long crc32, long bytes, Instant time) throws IOException {
        file.write(table.frame());
    }

    @Override
    public void close() {
        coders.close();
    }
}
