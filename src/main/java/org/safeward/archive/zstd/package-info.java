/** Zstandard (RFC 8878): what is read of files that are packed with it, ours and others', and the table that makes ours seekable. */
package org.safeward.archive.zstd;
