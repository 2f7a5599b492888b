/**
 * Telling others by HTTP: the call itself. What is told is a matter of {@code alerts} and of {@code restore.pause}.
 *
 * <p>Promises: an answer within 30 seconds, or an error. Not promised: that it is tried again; whoever calls decides.
 */
package org.safeward.hooks;
