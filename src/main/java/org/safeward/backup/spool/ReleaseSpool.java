package org.safeward.backup.spool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.safeward.rest.Faults;

/** Lets all files leave the spool that may. One that cannot keeps none of the others there. */
@ApplicationScoped
public class ReleaseSpool {
    private static final Logger LOG = System.getLogger(ReleaseSpool.class.getName());

    @Inject
    private SpoolFiles files;

    @Inject
    private LeaveSpool leaving;

    public void run() {
        for (long record : files.records()) {
            try {
                if (leaving.leave(record)) {
                    LOG.log(Level.INFO, "backup {0} has left the spool: its destinations have it", record);
                }
            } catch (RuntimeException e) {
                String reason = Faults.of(Faults.unwrapped(e)).getMessage();
                LOG.log(Level.WARNING, "backup {0} stays in the spool: {1}", record, reason);
            }
        }
    }
}
