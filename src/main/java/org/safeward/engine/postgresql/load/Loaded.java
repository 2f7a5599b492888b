package org.safeward.engine.postgresql.load;

import org.safeward.engine.postgresql.content.RowsTaken;
import org.safeward.engine.postgresql.script.ScriptTally;

/**
 * What a script has brought into a database.
 *
 * @param tally what its statements say
 * @param taken the rows that the server says it took
 * @param effects what its statements did beside what they say
 * @param sequencesLast whether its sequences were set when all else was done, so that they have to stand where it says
 */
public record Loaded(ScriptTally tally, RowsTaken taken, SideEffects effects, boolean sequencesLast) {}
