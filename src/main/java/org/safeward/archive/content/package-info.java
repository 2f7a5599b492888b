/**
 * What a backup file says of itself: the manifest as its last line, checksums, and what kind of script it is; and what the files of
 * others are.
 */
package org.safeward.archive.content;
