package org.safeward.restore.preview;

import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/**
 * One thing that was looked at before a restore.
 *
 * @param name a stable word for it
 * @param outcome whether the restore can go on with it
 * @param override the field of the request that goes on all the same; empty when nothing does
 * @param text what was found, or why that could not be found out
 */
record RestoreCheck(String name, Outcome outcome, String override, String text) {

    /** What could not be found out blocks as what failed does: it is no reason to go on. */
    enum Outcome {
        PASSED,
        FAILED,
        UNKNOWN
    }

    static RestoreCheck passed(String name, String text) {
        return new RestoreCheck(name, Outcome.PASSED, "", text);
    }

    static RestoreCheck failed(String name, String text) {
        return new RestoreCheck(name, Outcome.FAILED, "", text);
    }

    static RestoreCheck unknown(String name, String text) {
        return new RestoreCheck(name, Outcome.UNKNOWN, "", text);
    }

    /** Failed as a restore would fail, in the same words. */
    static RestoreCheck failed(String name, Fault fault, Messages messages) {
        return failed(name, messages.message(fault));
    }

    RestoreCheck unless(String field) {
        return new RestoreCheck(name, outcome, field, text);
    }
}
