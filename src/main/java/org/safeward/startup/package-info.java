/**
 * What happens when the server starts and stops, in order: settings, home, lock, catalog, first login, recovery, watch.
 *
 * <p>Promises: nothing works before all of it is done; what makes it fail is one sentence in the log.
 */
package org.safeward.startup;
