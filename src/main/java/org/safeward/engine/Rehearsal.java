package org.safeward.engine;

import java.util.List;
import org.safeward.fault.Warning;

/**
 * What came of making a backup's schema without its rows.
 *
 * @param failing what could not be made, by object, with the reason
 * @param whole whether all of it was tried: it ends at the first failure that nothing behind it can do without, and when it takes too long
 */
public record Rehearsal(List<Warning> failing, boolean whole) {
    public Rehearsal {
        failing = List.copyOf(failing);
    }
}
