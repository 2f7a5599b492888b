/**
 * The second copy of each good backup: written, read back, and only then named. That it failed is told, and never fails the backup; it is made
 * later ({@link org.safeward.backup.scrub}).
 */
package org.safeward.backup.copies;
