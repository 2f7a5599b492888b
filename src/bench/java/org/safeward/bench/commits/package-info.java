/** An application that commits beside a backup, as a program of its own, and the share of the processors that the backup has meanwhile. */
package org.safeward.bench.commits;
