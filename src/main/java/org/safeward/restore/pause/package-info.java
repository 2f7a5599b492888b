/**
 * Telling an application to pause around a restore, and to go on. A pause that was asked for is always taken back: the call that is owed is
 * in the catalog before the pause begins.
 */
package org.safeward.restore.pause;
