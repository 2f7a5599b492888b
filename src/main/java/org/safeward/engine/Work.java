package org.safeward.engine;

import org.safeward.fault.Warning;

/**
 * The running job as an engine sees it: it takes progress and tells of a stop. Implementations are thread-safe.
 */
public interface Work {

    /** Work that nobody watches and nobody stops. */
    Work UNWATCHED = new Work() {
        @Override
        public void checkpoint() {}

        @Override
        public Interruption onStop(Runnable interrupt) {
            return () -> {};
        }

        @Override
        public void progress(long rows, long bytes) {}

        @Override
        public void warn(Warning warning) {}
    };

    /** To be called often, at least once a second of work. Throws {@link WorkStopped} once the job was asked to stop. */
    void checkpoint();

    /**
     * Registers how to end what is running now (a statement, a process). It is called at most once, by the stopping
     * thread, at once if the stop came before. Close the result when that thing has ended.
     */
    Interruption onStop(Runnable interrupt);

    /** Rows and bytes of SQL done so far in this step, as totals. */
    void progress(long rows, long bytes);

    /**
     * Something that does not end the job and that its user should know, as of a restore. What a dump has to say about its file belongs
     * into {@link DumpFacts#warnings}. The same warning twice counts once.
     */
    void warn(Warning warning);

    /** Takes an interrupt back. */
    interface Interruption extends AutoCloseable {
        @Override
        void close();
    }
}
