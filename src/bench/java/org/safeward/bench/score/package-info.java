/** What comes of a measurement: figures, ratios and their limits, the table and its JSON. Measures nothing but time, starts nothing. */
package org.safeward.bench.score;
