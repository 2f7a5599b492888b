package org.safeward.engine;

import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/** Makes the fault PARTS_IMPOSSIBLE, whose reason each reader has in his own language. */
public final class PartsImpossible {
    private PartsImpossible() {}

    /** @param arguments of the reason */
    public static Fault of(ReasonCode why, Object... arguments) {
        return of(Reason.of(why, arguments));
    }

    public static Fault of(Reason why) {
        return new Fault(ErrorCode.PARTS_IMPOSSIBLE, why);
    }

    /** With the exception that caused it, for the log. */
    public static Fault since(Throwable cause, ReasonCode why, Object... arguments) {
        return new Fault(cause, ErrorCode.PARTS_IMPOSSIBLE, Reason.of(why, arguments));
    }
}
