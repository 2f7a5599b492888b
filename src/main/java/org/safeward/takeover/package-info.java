/**
 * Safeward's own catalog in destinations, and how a new installation takes it over.
 *
 * <p>With each day's first good copy in an encrypted destination, a backup of the catalog goes there: users, API keys (their hashes), configs, audit, backups and
 * where their copies lie. A file {@code safeward-catalog-<time>-<random>.jsonl.gz.age}: encrypted to the destination's recipients, read back decrypted, and then signed by
 * its manifest as every copy is. One row a line, so that either kind of catalog can take in what the other has written. Never in it: signing keys, the key of
 * marks, tickets, what nodes hold among each other.
 *
 * <p>An installation on which nothing was done yet takes the newest of them over: in one transaction, all or nothing. Who may write into the
 * destination must not become its administrator by that, so whoever asks for it gives the public key on the recovery sheet, and nothing else counts as signed.
 * Afterwards no token and no ticket is good any more, and the key of the lost installation is trusted.
 *
 * <p>Not promised: that it is the newest catalog there was. Who may write there can remove newer ones; the answer says of which moment it is.
 */
package org.safeward.takeover;
