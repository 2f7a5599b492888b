package org.safeward.archive.parallel;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.concurrent.Future;

/** Compresses blocks side by side, each to a frame of zstd with its content's size and checksum. */
public final class ZstdPool extends CoderPool<ZstdCompressCtx> {
    public ZstdPool(Compression compression) {
        super(
                compression.threads(),
                "safeward-zstd",
                () -> new ZstdCompressCtx().setLevel(compression.level()).setChecksum(true),
                ZstdCompressCtx::close);
    }

    public Future<?> compress(Block block) {
        return submit(block::compress);
    }
}
