package org.safeward.archive.parallel;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.Deflater;

/** Deflates blocks side by side. */
public final class DeflatePool implements Closeable {
    private final ExecutorService threads;
    private final List<Deflater> all = new ArrayList<>();
    private final BlockingQueue<Deflater> idle = new LinkedBlockingQueue<>();

    public DeflatePool(Compression compression) {
        threads = Executors.newFixedThreadPool(compression.threads(), NamedThreads.inBackground("safeward-deflate"));
        for (int i = 0; i < compression.threads(); i++) {
            all.add(new Deflater(compression.level(), true));
        }
        idle.addAll(all);
    }

    public Future<?> deflate(Block block, boolean last) {
        return threads.submit(() -> {
            // There are as many deflaters as threads, so one is always idle here.
            Deflater deflater = idle.take();
            try {
                block.deflate(deflater, last);
            } finally {
                idle.add(deflater);
            }
            return null;
        });
    }

    /** Ends the threads, waiting for the block that each is at, and frees the deflaters' native memory. */
    @Override
    public void close() {
        NamedThreads.end(threads);
        all.forEach(Deflater::end);
    }
}
