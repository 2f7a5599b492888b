package org.safeward.rest;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;

/** Where faults of ours are written down, as far as their allowance goes. */
final class FaultLog {
    private static final Logger LOG = System.getLogger(Faults.class.getName());

    private final LogAllowance allowance = new LogAllowance(Clock.systemUTC());

    void write(String what, Throwable thrown) {
        LogAllowance.Share share = allowance.next();
        int leftOut = allowance.leftOut();
        if (leftOut > 0) {
            LOG.log(Level.WARNING, "{0} faults were not written down one by one: there were too many", leftOut);
        }
        switch (share) {
            case WHOLE -> LOG.log(Level.ERROR, what, thrown);
            case LINE -> LOG.log(Level.ERROR, "{0}: {1}", what, LogAllowance.line(thrown));
            default -> LOG.log(Level.DEBUG, what, thrown);
        }
    }
}
