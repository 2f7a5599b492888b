/**
 * Places that keep whole backup files beyond this machine: {@link org.safeward.store.remote.RemoteStore}, and its variants. Plain Java.
 *
 * <p>Promises: a file has its name only when it is whole; a name that is taken is never written over; no call waits for ever
 * ({@link org.safeward.store.remote.Limits}); a body that was cut is an error, never a short file; what a broken put left behind is
 * found by {@code leftovers}. Whatever is wrong with the place is a {@link org.safeward.fault.Fault} with a code DESTINATION_*, which
 * never holds a secret. A thread that is interrupted gets an {@link java.io.InterruptedIOException} and stays interrupted.
 *
 * <p>Not promised: that what the place keeps stays as it was. Who needs to know reads it back and compares the SHA-256.
 */
package org.safeward.store.remote;
