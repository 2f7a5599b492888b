/**
 * Taking in files of others, through servlets: any size, to a private directory, checked while they come in.
 *
 * <p>Promises: an upload that breaks off leaves no file; one that nobody comes back for is removed.
 */
package org.safeward.restore.upload;
