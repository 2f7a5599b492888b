/**
 * A directory of an SFTP server, by Apache SSHD.
 *
 * <p>Promises, beyond those of {@link org.safeward.store.remote}: no server is spoken to whose host key is not known beforehand; nothing is
 * read from or written to {@code ~/.ssh}; no security provider is made known to the JVM; after a close no thread is left.
 */
package org.safeward.store.remote.sftp;
