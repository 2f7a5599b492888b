package org.safeward.engine.sqlite;

import java.util.ArrayList;
import java.util.List;

/**
 * SQL expressions by which SQLite itself writes a row as {@code (value,value,...)}. That is several times faster than handing
 * every value to Java, and nobody knows better how its values look in SQL. What {@code quote()} does not keep is written
 * otherwise:
 *
 * <ul>
 *   <li>Text is doubled at its quotes by {@code replace()}, because {@code quote()} ends at the first NUL. {@link RowDecoder}
 *       mends what cannot stand in a script; where it cannot, {@link #ofOddRow} writes text in hex.
 *   <li>A REAL is written so that every reader finds the same bits. Short decimals are not safe: before version 3.43 SQLite
 *       rounded twice, which took 172.255668 for its neighbour. Safe are up to four decimals, since such a number is never so close
 *       to the middle between two doubles; quotients of two exact doubles, which the processor rounds once; and 18 digits, which
 *       are close to their double and far from the middle. Below 1e-280 old versions lose digits in any form, so such a number
 *       is written as one of ordinary size divided by powers of two, which is exact. Minus zero is told from zero by its angle.
 * </ul>
 */
final class RowExpression {
    /** SQLite allows 1,000 levels; a chain of || takes one for each. */
    private static final int CHAIN = 100;

    /** 2 to the power of 52 has an exact literal, and ten times 52 lifts the smallest double into the safe range. */
    private static final String TWO_TO_52 = "4503599627370496.0";

    private static final int LIFTS = 10;

    private static final String HEX_TEXT = "'CAST(X'''||hex(CAST(%1$s AS BLOB))||''' AS TEXT)'";

    /** Bytes from which on a value is written in pieces: SQL with all of it would take several times its size of heap. */
    static final int LARGE = 1 << 20;

    private RowExpression() {}

    /** For rows whose text can stand in a script; NULL for a row with a value of more than {@link #LARGE} bytes. */
    static String ofRow(TableShape table) {
        return row(table, "''''||replace(%1$s,'''','''''')||''''");
    }

    /** As {@link #ofRow} for any text: it is written as hex of its bytes, in the encoding of the database. */
    static String ofOddRow(TableShape table) {
        return row(table, HEX_TEXT);
    }

    /** One value of at most {@link #LARGE} bytes. */
    static String ofValue(TableShape.Column column) {
        return value(SqlNames.identifier(column.name()), column.isInteger(), HEX_TEXT);
    }

    private static String row(TableShape table, String text) {
        List<String> parts = new ArrayList<>();
        table.rowid().ifPresent(parts::add);
        for (TableShape.Column column : table.columns()) {
            parts.add(value(SqlNames.identifier(column.name()), column.isInteger(), text));
        }
        return "'('||" + joined(parts) + "||')'";
    }

    private static String value(String column, boolean mostlyInteger, String text) {
        String integer = mostlyInteger ? "WHEN 'integer' THEN %1$s " : "";
        String cases = "CASE typeof(%1$s) " + integer + "WHEN 'text' THEN " + unlessLarge(text) + " WHEN 'real' THEN "
                + real() + " WHEN 'blob' THEN " + unlessLarge("quote(%1$s)") + " ELSE quote(%1$s) END";
        // Not formatted(): a column's name may hold anything, and stands in the text many times.
        return cases.replace("%1$s", column);
    }

    /** NULL in one value makes the whole row NULL. */
    private static String unlessLarge(String expression) {
        return "CASE WHEN octet_length(%1$s)>" + LARGE + " THEN NULL ELSE " + expression + " END";
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

    private static String joined(List<String> parts) {
        List<String> chains = new ArrayList<>();
        for (int i = 0; i < parts.size(); i += CHAIN) {
            chains.add("(" + String.join("||','||", parts.subList(i, Math.min(i + CHAIN, parts.size()))) + ")");
        }
        return chains.size() == 1 ? chains.get(0) : joined(chains);
    }
}
