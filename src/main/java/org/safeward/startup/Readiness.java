package org.safeward.startup;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the start is over and went well. */
@ApplicationScoped
public class Readiness {
    private volatile boolean ready;

    void ready() {
        ready = true;
    }

    public boolean isReady() {
        return ready;
    }
}
