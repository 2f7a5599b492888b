package org.safeward.archive.zip;

import org.safeward.archive.content.ScriptKind;

/**
 * The script in a ZIP, as the central directory describes it.
 *
 * @param packed bytes of its data in the file
 * @param unpacked bytes of the script, as declared; checked when it is read
 * @param data where its data begins in the file
 */
public record ZipMember(ScriptKind kind, int method, long crc32, long packed, long unpacked, long data) {}
