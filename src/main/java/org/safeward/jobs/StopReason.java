package org.safeward.jobs;

/** Why a running job has to stop. */
public enum StopReason {
    /** Somebody asked for it: over REST, or in the server's admin tools. */
    CANCEL,
    /** It took longer than {@code safeward.backup.timeout}. */
    TIMEOUT,
    /** Its claim has lapsed: the node was paused for too long, or lost the catalog. */
    CLAIM_LOST,
    /** The server is stopping. */
    SHUTDOWN
}
