/**
 * Building a database file from a script beside the live one, checking it, and making it live. Where does a restore become live? In {@link
 * org.safeward.engine.sqlite.restore.Swap}, or where there was no database, with the rename of {@link
 * org.safeward.engine.sqlite.restore.NewFile}.
 */
package org.safeward.engine.sqlite.restore;
