/**
 * Which backups are kept and which expire. Never the last good one of a database, nor one that a job needs.
 */
package org.safeward.backup.retention;
