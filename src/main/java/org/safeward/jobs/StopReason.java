package org.safeward.jobs;

/** Why a running job has to stop. */
public enum StopReason {
    /** Somebody asked for it over REST. */
    CANCEL,
    /** The batch runtime asked for it: somebody cancels it in the server's admin tools, or the server is stopping. */
    BATCH_RUNTIME,
    /** It took longer than {@code safeward.backup.timeout}. */
    TIMEOUT,
    /** Its claim has lapsed: the node was paused for too long, or lost the catalog. */
    CLAIM_LOST,
    /** The server is stopping. */
    SHUTDOWN
}
