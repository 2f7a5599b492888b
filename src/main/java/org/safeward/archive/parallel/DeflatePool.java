package org.safeward.archive.parallel;

import java.util.concurrent.Future;
import java.util.zip.Deflater;

/** Deflates blocks side by side. */
public final class DeflatePool extends CoderPool<Deflater> {
    public DeflatePool(Compression compression) {
        super(compression.threads(), "safeward-deflate", () -> new Deflater(compression.level(), true), Deflater::end);
    }

    public Future<?> deflate(Block block, boolean last) {
        return submit(deflater -> block.deflate(deflater, last));
    }
}
