/**
 * Files that lie in a backup directory without a record: found, checked, and taken in.
 */
package org.safeward.backup.adopt;
