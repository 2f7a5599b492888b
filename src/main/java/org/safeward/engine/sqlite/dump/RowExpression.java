package org.safeward.engine.sqlite.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.safeward.engine.sqlite.content.Affinity;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.content.TableShape;

/**
 * SQL expressions by which SQLite itself writes a row as {@code (value,value,...)}. That is several times faster than handing
 * every value to Java, and nobody knows better how its values look in SQL. What {@code quote()} does not keep is written
 * otherwise:
 *
 * <ul>
 *   <li>Text is doubled at its quotes by {@code replace()}, because {@code quote()} ends at the first NUL. {@link RowDecoder}
 *       mends what cannot stand in a script. In a UTF-16 database {@code replace()} goes through UTF-8, where a half of a surrogate
 *       pair takes the next character along; text that {@code substr()}, which goes the same way, does not give back byte by byte is
 *       written as hex of its bytes.
 *   <li>A REAL is written so that every reader finds the same bits. Short decimals are not safe: before version 3.43 SQLite
 *       rounded twice, which took 172.255668 for its neighbour. Safe are up to four decimals, since such a number is never so close
 *       to the middle between two doubles; quotients of two exact doubles, which the processor rounds once; and 18 digits, which
 *       are close to their double and far from the middle. Below 1e-280 old versions lose digits in any form, so such a number
 *       is written as one of ordinary size divided by powers of two, which is exact. Minus zero is told from zero by its angle.
 *   <li>A value that the column's declaration would refuse or change ({@link Column}) makes the whole row NULL.
 * </ul>
 *
 * <p>For a small table SQLite takes much longer to compile all of that than to run it. So there is a second expression with what columns of
 * such types hold as a rule: where it is not NULL, it is the same text.
 */
final class RowExpression {
    /** SQLite allows 1,000 levels; a chain of || takes one for each. */
    private static final int CHAIN = 100;

    /** 2 to the power of 52 has an exact literal, and ten times 52 lifts the smallest double into the safe range. */
    private static final String TWO_TO_52 = "4503599627370496.0";

    private static final int LIFTS = 10;

    private static final String HEX_TEXT = "'CAST(X'''||hex(CAST(%1$s AS BLOB))||''' AS TEXT)'";

    private static final String QUOTED_TEXT = "''''||replace(%1$s,'''','''''')||''''";

    private static final String UTF_16_TEXT = "CASE WHEN CAST(substr(%1$s,1) AS BLOB)=CAST(%1$s AS BLOB) THEN "
            + QUOTED_TEXT + " ELSE " + HEX_TEXT + " END";

    /**
     * Text that a numeric column would make a number. A comparison converts it as storing does, and text that stays text is greater than
     * every number.
     */
    private static final String LOOKS_LIKE_NUMBER = "NOT(+%1$s>CAST(9e999 AS NUMERIC))";

    /** A REAL that an INTEGER or NUMERIC column would make an integer; the smallest integer is none of them. */
    private static final String IS_WHOLE = "%1$s=CAST(%1$s AS INTEGER) AND %1$s>-9223372036854775808.0";

    /** Bytes from which on a value is written in pieces: SQL with all of it would take several times its size of heap. */
    private static final int LARGE = 1 << 20;

    /** Bytes of all values of a row that is written at once. */
    private static final int LARGE_ROW = 16 << 20;

    /** A REAL with few decimals, which most have that people enter; NULL for all others, zeros among them. */
    private static final String USUAL_REAL =
            "CASE WHEN %1$s<>0 AND abs(%1$s)<9e10 AND round(%1$s*1e4)/1e4=%1$s THEN quote(%1$s) END";

    private final TableShape table;
    private final String text;
    private final int large;

    RowExpression(TableShape table, String encoding) {
        this.table = table;
        this.text = encoding.equals("UTF-8") ? QUOTED_TEXT : UTF_16_TEXT;
        this.large = Math.min(LARGE, LARGE_ROW / Math.max(1, table.columns().size()));
    }

    /** NULL for a row with a value that is large, or that the table would not take as it is. */
    String ofRow() {
        return row(column -> value(column, text));
    }

    /** The same text as that of {@link #ofRow}, or NULL: also for a row with a value that is rare in columns of its type. */
    String ofUsualRow() {
        return row(this::usualValue);
    }

    private String row(Function<Column, String> value) {
        List<String> parts = new ArrayList<>();
        if (!table.isTooWideForRowid()) {
            table.rowid().ifPresent(parts::add);
        }
        for (Column column : table.columns()) {
            parts.add(value.apply(column));
        }
        String row = "'('||" + joined(parts, "||','||") + "||')'";
        List<String> nulls = table.ofKind(Column.Kind.VIRTUAL).stream()
                .filter(Column::notNull)
                .map(column -> "typeof(" + column.identifier() + ")='null'")
                .toList();
        return nulls.isEmpty() ? row : "CASE WHEN " + joined(nulls, " OR ") + " THEN NULL ELSE " + row + " END";
    }

    /** One value that is not large. */
    String ofValue(Column column) {
        return value(column, HEX_TEXT);
    }

    /** The condition that one row's value is large. */
    String isLarge(Column column) {
        return "typeof(%1$s) IN ('text','blob') AND octet_length(%1$s)>%2$d"
                .replace("%2$d", String.valueOf(large))
                .replace("%1$s", column.identifier());
    }

    /** The condition that the table would not take a row as it is. */
    String breaksDeclaration() {
        List<String> breaks = new ArrayList<>();
        for (Column column : table.all()) {
            if (column.kind() != Column.Kind.VIRTUAL) {
                String typeof = "typeof(%1$s)";
                List<String> cases = new ArrayList<>();
                for (String storageClass : List.of("null", "integer", "text", "real", "blob")) {
                    condition(column, storageClass).ifPresent(c -> cases.add("WHEN '" + storageClass + "' THEN " + c));
                }
                if (!cases.isEmpty()) {
                    String all = "CASE " + typeof + " " + String.join(" ", cases) + " ELSE 0 END";
                    breaks.add(all.replace("%1$s", column.identifier()));
                }
            } else if (column.notNull()) {
                breaks.add("typeof(" + column.identifier() + ")='null'");
            }
        }
        return breaks.isEmpty() ? "0" : joined(breaks, " OR ");
    }

    private static Optional<String> condition(Column column, String storageClass) {
        if (column.refuses(storageClass)) {
            return Optional.of("1");
        }
        if (storageClass.equals("text") && column.affinity().isNumeric()) {
            return Optional.of(LOOKS_LIKE_NUMBER);
        }
        boolean integers = column.affinity() == Affinity.INTEGER || column.affinity() == Affinity.NUMERIC;
        return storageClass.equals("real") && integers ? Optional.of(IS_WHOLE) : Optional.empty();
    }

    private String value(Column column, String ofText) {
        String integer = column.affinity() == Affinity.INTEGER ? one(column, "integer", "%1$s") : "";
        String cases = "CASE typeof(%1$s) " + integer + one(column, "text", unlessLarge(ofText))
                + one(column, "real", real()) + one(column, "blob", unlessLarge("quote(%1$s)"))
                + one(column, "null", "'NULL'") + (integer.isEmpty() ? one(column, "integer", "%1$s") : "") + "END";
        // Not formatted(): a column's name may hold anything, and stands in the text many times.
        return cases.replace("%1$s", column.identifier());
    }

    private String usualValue(Column column) {
        Affinity affinity = column.affinity();
        String cases = "CASE typeof(%1$s) "
                + (affinity == Affinity.TEXT ? "" : one(column, "integer", "%1$s"))
                + (affinity.isNumeric() ? "" : one(column, "text", unlessLarge(text)))
                + (affinity == Affinity.TEXT || affinity == Affinity.INTEGER ? "" : one(column, "real", USUAL_REAL))
                + (affinity == Affinity.NONE ? one(column, "blob", unlessLarge("quote(%1$s)")) : "")
                + one(column, "null", "'NULL'") + "END";
        return cases.replace("%1$s", column.identifier());
    }

    private static String one(Column column, String storageClass, String expression) {
        String unlessBroken = condition(column, storageClass)
                .map(broken ->
                        broken.equals("1") ? "NULL" : "CASE WHEN " + broken + " THEN NULL ELSE " + expression + " END")
                .orElse(expression);
        return "WHEN '" + storageClass + "' THEN " + unlessBroken + " ";
    }

    /** NULL in one value makes the whole row NULL. */
    private String unlessLarge(String expression) {
        return "CASE WHEN octet_length(%1$s)>" + large + " THEN NULL ELSE " + expression + " END";
    }

    private static String real() {
        return "CASE WHEN %1$s=0 THEN CASE WHEN atan2(%1$s,-1)<0 THEN '-0.0' ELSE '0.0' END"
                + " WHEN abs(%1$s)<9e10 AND round(%1$s*1e4)/1e4=%1$s THEN quote(%1$s)"
                + " WHEN abs(%1$s)<9e6 AND round(%1$s*1e9)/1e9=%1$s THEN CAST(round(%1$s*1e9) AS INTEGER)||'/1e9'"
                + " WHEN abs(%1$s)<1e-280 THEN printf('%!.17e',%1$s" + ("*" + TWO_TO_52).repeat(LIFTS) + ")||'"
                + ("/" + TWO_TO_52).repeat(LIFTS) + "'"
                + " WHEN abs(%1$s)>1.7976931348623157e308 THEN quote(%1$s)"
                + " ELSE printf('%!.17e',%1$s) END";
    }

    private static String joined(List<String> parts, String operator) {
        List<String> chains = new ArrayList<>();
        for (int i = 0; i < parts.size(); i += CHAIN) {
            chains.add("(" + String.join(operator, parts.subList(i, Math.min(i + CHAIN, parts.size()))) + ")");
        }
        return chains.size() == 1 ? chains.get(0) : joined(chains, operator);
    }
}
