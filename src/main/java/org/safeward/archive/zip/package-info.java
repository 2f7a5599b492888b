/**
 * The ZIP format, as far as backups need it: its records, written and read with suspicion. A directory is read in pieces; what is kept of
 * it does not grow with the number of entries.
 */
package org.safeward.archive.zip;
