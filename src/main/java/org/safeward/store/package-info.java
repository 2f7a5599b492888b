/**
 * Where backup files live: a directory.
 *
 * <p>Promises: a file appears under its final name only when it is whole and on disk (written under a temporary name, fsynced, then
 * given its name, then the directory fsynced); an existing file is never overwritten; the temporary files of a job can be found
 * by its number after a crash; a directory that was used is known again by its {@link org.safeward.store.StoreMarker}. Directories have mode 0700. Not promised: protection from others who may write into the directory.
 */
package org.safeward.store;
