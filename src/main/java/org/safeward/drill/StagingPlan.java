package org.safeward.drill;

import org.safeward.engine.Staging;

/** The plan of a job that builds something only in order to look at it: {@link TidyStaging} throws it away at the job's end, however it ended. */
public abstract class StagingPlan {
    private Staging staging;

    public Staging staging() {
        return staging;
    }

    public void staged(Staging place) {
        staging = place;
    }

    /** Throws away what was built. */
    void close() {
        if (staging != null) {
            staging.close();
        }
    }
}
