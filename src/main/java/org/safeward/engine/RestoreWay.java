package org.safeward.engine;

import java.util.Optional;
import org.safeward.fault.Reason;

/**
 * How a restore of a live database goes live, where there is a choice.
 *
 * @param inPlace in one transaction inside the live database, in place of a new one that is renamed
 * @param why not by a new one; empty when the settings say so
 */
public record RestoreWay(boolean inPlace, Optional<Reason> why) {}
