package org.safeward.restore;

/**
 * The undo of a restore by an exchange.
 *
 * @param restore the job that is taken back
 */
record UndoPlan(long restore) {}
