package org.safeward.bench.score;

import java.io.IOException;

/** What is timed. */
@FunctionalInterface
public interface Work {
    /**
     * Does it once.
     *
     * @return the size in bytes of the file that it made; 0 if it makes none
     */
    long run() throws IOException, InterruptedException;
}
