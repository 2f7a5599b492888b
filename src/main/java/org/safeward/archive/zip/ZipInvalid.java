package org.safeward.archive.zip;

import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The faults of a ZIP whose records do not fit together. */
public final class ZipInvalid {
    private ZipInvalid() {}

    public static void unless(boolean fits, String what) {
        if (!fits) {
            throw because(what);
        }
    }

    static Fault because(String what) {
        return new Fault(ErrorCode.ZIP_INVALID, what);
    }
}
