/**
 * Buckets of S3 and of what speaks its protocol.
 *
 * <p>A file is one object, {@code prefix + name}, with its SHA-256 as metadata {@code sha256}. Up to one part's size it is put by one
 * request, larger ones in parts that are read from the disk; S3 shows neither before it is whole. {@code If-None-Match: *} keeps a name
 * that is taken, where the server heeds it: that is tried once ({@link org.safeward.store.remote.s3.NameCondition}). Where it does not, we look before and
 * after, and two who put the same name at the same moment may both believe that they have it. Each request's body has its MD5 with it, so that
 * the server refuses what was changed on the way.
 *
 * <p>Not promised: that a delete frees the bytes in a bucket with versions; a lock on objects against removal.
 */
package org.safeward.store.remote.s3;
