package org.safeward.engine;

/** The job was asked to stop, and stops. Why is known to who asked. */
public final class WorkStopped extends RuntimeException {
    public WorkStopped() {
        super("stopped on request");
    }

    /** Stopped, which made something else fail. */
    public WorkStopped(Throwable consequence) {
        super("stopped on request", consequence);
    }
}
