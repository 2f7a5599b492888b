/**
 * Which backups are kept and which expire. Never the last good one of a database, nor one that a job needs, nor
 * what is the way back from a strange one.
 */
package org.safeward.backup.retention;
