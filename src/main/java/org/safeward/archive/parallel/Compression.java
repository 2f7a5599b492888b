package org.safeward.archive.parallel;

/**
 * How hard a backup file is packed, and by how many threads side by side. The threads decide nothing about its bytes.
 *
 * @param level from 0 (none) to 9 (smallest) of deflate, or 1 to 22 of zstd
 * @param threads at least one
 */
public record Compression(int level, int threads) {
    /** One for each processor; eight at most, since no database is read faster than they deflate. */
    public static final int MOST_THREADS = Math.min(8, Runtime.getRuntime().availableProcessors());

    public Compression {
        if (level < 0 || level > 22) {
            throw new IllegalArgumentException("compression level " + level + " is not in 0..22");
        }
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads");
        }
    }

    /** On all processors. */
    public static Compression atLevel(int level) {
        return new Compression(level, MOST_THREADS);
    }

    /** The same by so many threads at most. */
    public Compression onAtMost(int processors) {
        return new Compression(level, Math.min(threads, processors));
    }
}
