/**
 * Asking places that may not answer. A directory mounted from a machine that is away keeps its caller in the kernel, and no interrupt reaches it there.
 *
 * <p>Promises: whoever asks here gets an answer within a limit, the answer may be that there was none. Of each place, at most one thread for each
 * kind of question is kept waiting, however often somebody asks.
 */
package org.safeward.destinations.reach;
