/**
 * Work on blocks side by side: deflating on several threads, reading ahead, giving way to others. Whoever closes it has no thread of it
 * left.
 */
package org.safeward.archive.parallel;
