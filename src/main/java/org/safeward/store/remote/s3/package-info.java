/**
 * Buckets of S3 and of what speaks its protocol.
 *
 * <p>A file is one object, {@code prefix + name}, with its SHA-256 as metadata {@code sha256}. Up to one part's size it is put by one
 * request, larger ones in parts that are read from the disk, a few at once ({@link org.safeward.store.remote.s3.PartsInFlight}); S3 shows neither before it is whole.
 * {@code If-None-Match: *} keeps a name
 * that is taken, where the server heeds it: that is tried once ({@link org.safeward.store.remote.s3.NameCondition}). Where it does not, we look before and
 * after, and two who put the same name at the same moment may both believe that they have it. Each request's body has its MD5 with it, so that
 * the server refuses what was changed on the way. Over TLS, and for parts without it too, that MD5 is all that is signed of the body; whole files without TLS have
 * a SHA-256 as well.
 *
 * <p>In a bucket with versions, a removal names the version, so that the bytes go; where the key may not do that, a delete marker hides the object
 * ({@link org.safeward.store.remote.s3.S3Removal}). Locks are those of Object Lock ({@link org.safeward.store.remote.s3.S3Locks}); their ends are what the
 * bucket says. Nothing here ever asks to pass by a lock of mode GOVERNANCE.
 *
 * <p>Not promised: that a listing shows what others have hidden behind a delete marker. Object Lock was written by Amazon's reference, and never seen on a
 * real bucket.
 */
package org.safeward.store.remote.s3;
