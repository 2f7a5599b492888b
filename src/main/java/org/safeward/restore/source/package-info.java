/**
 * Where the content of a restore comes from: a record's file, or an upload that is held for its confirmation.
 */
package org.safeward.restore.source;
