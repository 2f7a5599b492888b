package org.safeward.archive.parallel;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Packs blocks side by side.
 *
 * @param <C> what packs one block at a time, and holds native memory
 */
abstract class CoderPool<C> implements Closeable {
    private final ExecutorService threads;
    private final List<C> all = new ArrayList<>();
    private final BlockingQueue<C> idle = new LinkedBlockingQueue<>();
    private final Consumer<C> end;

    CoderPool(int size, String threadName, Supplier<C> coders, Consumer<C> end) {
        this.end = end;
        threads = Executors.newFixedThreadPool(size, NamedThreads.inBackground(threadName));
        for (int i = 0; i < size; i++) {
            all.add(coders.get());
        }
        idle.addAll(all);
    }

    Future<?> submit(Consumer<C> packing) {
        return threads.submit(() -> {
            // There are as many coders as threads, so one is always idle here.
            C coder = idle.take();
            try {
                packing.accept(coder);
            } finally {
                idle.add(coder);
            }
            return null;
        });
    }

    /** Ends the threads, waiting for the block that each is at, and frees the coders' native memory. */
    @Override
    public void close() {
        NamedThreads.end(threads);
        all.forEach(end);
    }
}
