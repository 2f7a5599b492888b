package org.safeward.restore.source;

import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Tells the faults of a database that is gone or broken, which a restore is there to mend, from those that it must heed. */
public final class LostDatabase {
    private LostDatabase() {}

    public static boolean is(Fault fault) {
        return isMissing(fault) || fault.code() == ErrorCode.DATABASE_DAMAGED;
    }

    /** There is nothing that could be saved. */
    public static boolean isMissing(Fault fault) {
        return fault.code() == ErrorCode.DATABASE_MISSING;
    }
}
