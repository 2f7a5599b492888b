package org.safeward.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.safeward.archive.parallel.Block;

/** The script as it is. */
final class PlainFraming implements Framing {
    private final FileTarget file;

    PlainFraming(FileTarget file) {
        this.file = file;
    }

    @Override
    public Future<?> encode(Block block, boolean last) {
        return CompletableFuture.completedFuture(block);
    }

    @Override
    public void write(Block block) throws IOException {
        file.write(block.data());
    }

    @Override
    public void end(long crc32, long bytes, Instant time) {
        // The manifest's line, in the last block, is what makes the file whole.
    }

    @Override
    public void close() {
        // No threads to end.
    }
}
