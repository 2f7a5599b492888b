package org.safeward.engine.sqlite.script;

import java.util.Locale;

/** The one place where names become SQL. */
public final class SqlNames {
    private SqlNames() {}

    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Whether SQLite keeps the name for itself: {@code sqlite_sequence}, {@code sqlite_stat1}, ... */
    public static boolean isInternal(String name) {
        return name.regionMatches(true, 0, "sqlite_", 0, 7);
    }

    /** Names as SQLite compares them: only ASCII letters have a case. */
    public static String folded(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 0x7f) {
                return foldedAscii(name);
            }
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static String foldedAscii(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        name.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
        return folded.toString();
    }
}
