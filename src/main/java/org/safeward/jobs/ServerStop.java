package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Tells whether this server is stopping. WildFly stops the batch jobs first, as if somebody had cancelled them, and only a moment later tells the
 * application of its end; a job that it cut off must not be called cancelled.
 */
@ApplicationScoped
class ServerStop {
    private static final int MOMENT_MILLISECONDS = 2000;
    private static final int PAUSE_MILLISECONDS = 20;

    @Inject
    private LiveJobs lives;

    /** Waits for a moment before it says no. */
    boolean isNear() {
        long end = System.nanoTime() + MOMENT_MILLISECONDS * 1_000_000L;
        while (!lives.closed() && !processEnds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException e) {
                // Nobody interrupts these threads but a server that ends them.
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return true;
    }

    /** Java refuses hooks from the moment on in which the process begins to end. */
    private static boolean processEnds() {
        Thread hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
