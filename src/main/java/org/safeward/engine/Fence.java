package org.safeward.engine;

/** The last question before something becomes live: does this job still own its database? */
@FunctionalInterface
public interface Fence {

    /** @throws org.safeward.fault.Fault CLAIM_LOST when the job must not go on */
    void pass();
}
