/**
 * Safeward's settings: read from MicroProfile Config (so each is an environment variable too), checked as a whole.
 *
 * <p>Promises: {@link org.safeward.settings.Settings} is the only class that reads them; it names every bad one at once. Values
 * are immutable from the start of the server to its end.
 */
package org.safeward.settings;
