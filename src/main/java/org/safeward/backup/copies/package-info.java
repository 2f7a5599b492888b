/**
 * The second copy of each good backup. That it failed is told, and never fails the backup.
 */
package org.safeward.backup.copies;
