/**
 * What can go wrong, said in one way: a stable {@link org.safeward.fault.ErrorCode}, the subject, the cause, and a message
 * and a hint in Chinese and English.
 *
 * <p>Promises: every code has both texts in both languages (a test compares them). Depends on the JDK alone, so that every
 * other package may use it.
 */
package org.safeward.fault;
