package org.safeward.engine.postgresql;

import org.safeward.engine.ChangeWatch;

/**
 * Cannot tell. Transaction counters of the server count its own work (autovacuum, sessions that only read) as well, so that every
 * restore would look disturbed.
 */
enum NoChangeWatch implements ChangeWatch {
    INSTANCE;

    @Override
    public boolean changed() {
        return false;
    }

    @Override
    public boolean canTell() {
        return false;
    }

    @Override
    public void close() {}
}
