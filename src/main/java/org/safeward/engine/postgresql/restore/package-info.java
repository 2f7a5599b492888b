/**
 * How a restored database becomes live: staging, swap by rename or in place, and undo. Where does a restore become live? In {@link
 * org.safeward.engine.postgresql.restore.SwapByRename}, or with the commit of {@link
 * org.safeward.engine.postgresql.restore.InPlaceStaging}.
 *
 * <p>Promises: at every moment the name stands for the old or the new state as a whole; only what carries our mark is dropped.
 */
package org.safeward.engine.postgresql.restore;
