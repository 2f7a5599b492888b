/** The destinations for clients: how it stands with each, trying one, and filling one up with the backups that are older than it. */
package org.safeward.backup.offsite.http;
