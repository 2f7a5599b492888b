package org.safeward.settings;

import java.util.List;

/** Settings that Safeward cannot start with; the message names every one of them. */
public final class BadSettings extends RuntimeException {
    public BadSettings(List<String> faults) {
        super(String.join("; ", faults));
    }
}
