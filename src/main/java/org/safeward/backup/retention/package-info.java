/**
 * Which backups are kept and which expire. Never the last good one of a database, nor one that a job needs, nor
 * what is the way back from a strange one. Destinations may keep by rules of their own; nothing goes from one place for the sake of another that does
 * not answer. Nothing goes without a new good backup, in whatever place: failures push nothing out, however old what is there gets.
 */
package org.safeward.backup.retention;
