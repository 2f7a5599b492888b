package org.safeward.rest;

import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Whole numbers out of paths and queries, read as text so that a wrong one gets our answer and not the server's. */
public final class Numbers {
    private Numbers() {}

    /** @throws Fault BAD_FIELD */
    public static long id(String text) {
        return wholeNumber("id", text, 1, Long.MAX_VALUE);
    }

    /** @throws Fault BAD_FIELD */
    public static long wholeNumber(String field, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers out of range.
        }
        throw new Fault(ErrorCode.BAD_FIELD, field + " must be a whole number from " + least + " to " + most);
    }
}
