package org.safeward.restore.upload;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The threads that read uploads, since request threads are few. A bean of its own: WildFly injects no resources into servlets that were made
 * by code.
 */
@ApplicationScoped
class UploadReaders {
    @Resource
    private ManagedExecutorService threads;

    void execute(Runnable reading) {
        threads.execute(reading);
    }
}
