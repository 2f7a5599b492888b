package org.safeward.engine.sqlite.content;

import java.util.Locale;

/**
 * What SQLite makes of a value when it is stored in a column, from the column's declared type
 * (https://sqlite.org/datatype3.html, 3.1; https://sqlite.org/stricttables.html).
 */
public enum Affinity {
    TEXT,
    NUMERIC,
    INTEGER,
    REAL,
    /** Every value is stored as it is. */
    NONE;

    /** @param strict whether the table is a STRICT one, where ANY converts nothing */
    static Affinity of(String declaredType, boolean strict) {
        String type = declaredType.toUpperCase(Locale.ROOT);
        if (type.contains("INT")) {
            return INTEGER;
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return TEXT;
        }
        if (type.isEmpty() || type.contains("BLOB") || strict && type.equals("ANY")) {
            return NONE;
        }
        return type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") ? REAL : NUMERIC;
    }

    /** Whether text that looks like a number becomes one. */
    public boolean isNumeric() {
        return this == NUMERIC || this == INTEGER || this == REAL;
    }
}
