package org.safeward.archive;

import org.safeward.archive.content.ScriptKind;

/** How the script stands in the backup file. */
public enum BackupFormat {
    /** As it is. */
    SQL(""),
    /** Deflated, as the one entry of a ZIP. */
    ZIP(".zip");

    private final String wrapping;

    BackupFormat(String wrapping) {
        this.wrapping = wrapping;
    }

    /** How the name of a file with this content ends: {@code .sql}, {@code .sql.zip}, {@code .json}, {@code .json.zip}. */
    public String suffix(ScriptKind kind) {
        return kind.suffix() + wrapping;
    }
}
