/**
 * Where a restore goes: as a request says it, and whether the backup has what it names.
 */
package org.safeward.restore.destination;
