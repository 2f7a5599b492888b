package org.safeward.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.Future;
import org.safeward.archive.parallel.Block;
import org.safeward.archive.parallel.Compression;
import org.safeward.archive.parallel.ZstdPool;
import org.safeward.archive.zstd.SeekTable;

/**
 * Frames of zstd (RFC 8878), one for each block, which any tool unpacks as one stream; behind them a {@link SeekTable}. They name no
 * time and no file. Any frame can be read without the others; that the script is whole, its manifest tells.
 */
final class ZstdFraming implements Framing {
    private final FileTarget file;
    private final ZstdPool coders;
    private final SeekTable table = new SeekTable();

    ZstdFraming(FileTarget file, Compression compression) {
        this.file = file;
        this.coders = new ZstdPool(compression);
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
