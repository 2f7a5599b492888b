package org.safeward.restore;

/**
 * The undo of a restore by an exchange.
 *
 * @param restore the job that is taken back
 * @param restored the end of the name of what it has replaced
 */
record UndoPlan(long restore, String restored) {}
