package org.safeward.archive;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Future;
import org.safeward.archive.parallel.Block;

/** How blocks become bytes of the backup file. */
sealed interface Framing extends Closeable permits PlainFraming, ZipFraming, ZstdFraming {

    /** How much of the content a block takes. */
    default int blockBytes() {
        return Block.SIZE;
    }

    /** Prepares the block for {@link #write}, perhaps on another thread and before its predecessors. */
    Future<?> encode(Block block, boolean last);

    /** Writes a block that has been encoded. Called in the blocks' order, by one thread. */
    void write(Block block) throws IOException;

    /** Writes the manifest's line beside the content, behind its last block. Only where the content is no text. */
    default void label(byte[] line) throws IOException {
        throw new IllegalStateException("the manifest stands in the content");
    }

    /**
     * Writes what makes the file whole. Called after the last block was written.
     *
     * @param crc32 of all blocks' data
     * @param bytes of all blocks' data
     * @param time that the file names as its own
     */
    void end(long crc32, long bytes, Instant time) throws IOException;

    /** Ends the framing's threads. Does not close the file. */
    @Override
    void close();
}
