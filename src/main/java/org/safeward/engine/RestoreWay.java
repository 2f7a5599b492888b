package org.safeward.engine;

import java.util.List;

/**
 * How a restore of a live database goes live, where there is a choice.
 *
 * @param inPlace in one transaction inside the live database, in place of a new one that is renamed
 * @param reasons why not by a new one, in the server's words; empty when the settings say so
 */
public record RestoreWay(boolean inPlace, List<String> reasons) {
    public RestoreWay {
        reasons = List.copyOf(reasons);
    }
}
