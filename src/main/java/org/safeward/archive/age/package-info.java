/**
 * The age format, version 1 (<a href="https://age-encryption.org/v1">age-encryption.org/v1</a>), for X25519 recipients: what {@code age -d} opens and {@code age -r} writes.
 *
 * <p>Writing takes public keys alone ({@link org.safeward.archive.age.Recipients}): {@link org.safeward.archive.age.EncryptedFile} or
 * {@link org.safeward.archive.age.EncryptedStream}. Each has a {@link org.safeward.archive.age.PayloadKey}, which opens this one file as long as it is in memory: by it the finished
 * file is read back decrypted before anybody calls it good. It is jagged's own payload key; no stanza is added to the file for it, so a file opens for its recipients and nobody else.
 *
 * <p>Reading takes an {@link org.safeward.archive.age.Identity} or that key: {@link org.safeward.archive.age.DecryptedChannel} gives any part of a file,
 * {@link org.safeward.archive.age.DecryptedStream} all of it from a stream.
 *
 * <p>jagged reads and writes the header; the payload's chunks of 64 KiB are ours ({@code Chunks}), as its channels can neither seek nor write a file's beginning last. Each stands
 * for itself: the streams work on a few at once ({@code RunsAtWork}).
 *
 * <p>Promises: a byte that was changed, cut off, added or moved is a fault (ENCRYPTED_*) before the bytes of its chunk are given; the end is told only after the last chunk was proven to be the last. Keys
 * are in no message and no {@code toString}. Not promised: who wrote a file, as a public key is public; and that the memory of a key is
 * overwritten at once, as the JDK copies keys.
 */
package org.safeward.archive.age;
