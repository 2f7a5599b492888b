/**
 * What a restore would do, told before anything is touched, and what has to be seen before it may happen.
 */
package org.safeward.restore.preview;
