package org.safeward.archive;

import java.util.Arrays;
import java.util.Locale;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.zstd.ZstdScript;

/** How the script stands in the backup file. */
public enum BackupFormat {
    /** As it is. */
    SQL(""),
    /** Deflated, as the one entry of a ZIP. */
    ZIP(".zip"),
    /** In frames of zstd. */
    ZSTD(".zst");

    private final String wrapping;

    BackupFormat(String wrapping) {
        this.wrapping = wrapping;
    }

    /** How the name of a file with this content ends: {@code .sql}, {@code .sql.zip}, {@code .json.zst}, {@code .db.zst} and their like. */
    public String suffix(ScriptKind kind) {
        return kind.suffix() + wrapping;
    }

    /** By the first four bytes of a file, or all that there are: what was cut short so early is still a packed one. What is none is plain. */
    public static BackupFormat of(byte[] beginning) {
        if (beginning.length == 0) {
            return SQL;
        }
        if (beginning[0] == 'P' && (beginning.length == 1 || beginning[1] == 'K')) {
            return ZIP;
        }
        return ZstdScript.begins(beginning) ? ZSTD : SQL;
    }

    /** Whether a file is called as a backup is: any packed one, or a plain script. Its content alone tells what it is. */
    public static boolean isName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return isPacked(lower)
                || Arrays.stream(ScriptKind.values())
                        .filter(ScriptKind::isText)
                        .anyMatch(kind -> lower.endsWith(kind.suffix()));
    }

    /** Whether a file is called as a packed one is. */
    public static boolean isPacked(String name) {
        return ZIP.ends(name) || ZSTD.ends(name);
    }

    /** Whether a name ends as those of packed files of this format do. */
    public boolean ends(String name) {
        return !wrapping.isEmpty() && name.toLowerCase(Locale.ROOT).endsWith(wrapping);
    }
}
