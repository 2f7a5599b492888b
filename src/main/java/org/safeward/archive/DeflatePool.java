package org.safeward.archive;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.Deflater;

/** Deflates blocks side by side, one thread for each processor (eight at most: no database is read faster than they deflate). */
final class DeflatePool implements Closeable {
    static final int THREADS = Math.min(8, Runtime.getRuntime().availableProcessors());

    private final ExecutorService threads =
            Executors.newFixedThreadPool(THREADS, NamedThreads.inBackground("safeward-deflate"));
    private final List<Deflater> all = new ArrayList<>();
    private final BlockingQueue<Deflater> idle = new LinkedBlockingQueue<>();

    /** @param level 0 (stored) to 9 (smallest) */
    DeflatePool(int level) {
        for (int i = 0; i < THREADS; i++) {
            all.add(new Deflater(level, true));
        }
        idle.addAll(all);
    }

    Future<?> deflate(Block block, boolean last) {
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
