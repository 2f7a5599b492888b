package org.safeward.engine.sqlite.content;

import java.util.Locale;
import org.safeward.engine.sqlite.script.SqlNames;

/**
 * A column of a table as its declaration has it, and which values that declaration would not take as they are.
 *
 * @param strictType the one type of its values in a STRICT table, in lower case; empty when it takes any
 * @param notNull whether NULL is refused, or replaced
 */
public record Column(String name, Affinity affinity, String strictType, boolean notNull, Kind kind) {

    public enum Kind {
        ORDINARY,
        /** Generated and stored with its row. */
        STORED,
        /** Generated whenever it is read. */
        VIRTUAL
    }

    /** @param hidden as pragma_table_xinfo has it: 2 is a virtual column, 3 a stored one */
    public static Column of(String name, String declaredType, boolean strict, boolean notNull, int hidden) {
        String type = declaredType == null ? "" : declaredType;
        Kind kind = hidden == 2 ? Kind.VIRTUAL : hidden == 3 ? Kind.STORED : Kind.ORDINARY;
        String lower = type.toLowerCase(Locale.ROOT);
        String strictType = !strict || lower.equals("any") ? "" : lower.equals("int") ? "integer" : lower;
        return new Column(name, Affinity.of(type, strict), strictType, notNull, kind);
    }

    /** A column of that name that takes every value as it is. */
    Column undeclared() {
        return new Column(name, Affinity.NONE, "", false, Kind.ORDINARY);
    }

    public String identifier() {
        return SqlNames.identifier(name);
    }

    /** Whether values of that storage class never are what the declaration would have stored. */
    public boolean refuses(String storageClass) {
        if (storageClass.equals("null")) {
            return notNull;
        }
        if (!strictType.isEmpty() && !strictType.equals(storageClass)) {
            return true;
        }
        return affinity == Affinity.TEXT && (storageClass.equals("integer") || storageClass.equals("real"));
    }
}
