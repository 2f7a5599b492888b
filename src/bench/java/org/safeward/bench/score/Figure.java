package org.safeward.bench.score;

import java.math.BigDecimal;
import java.math.MathContext;

/** A number for people: three digits say all that a measurement knows. */
public final class Figure {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Figure() {}

    public static String of(double value) {
        return rounded(value).toPlainString();
    }

    /** For a cell that may be empty. */
    public static String of(Number value) {
        return value == null ? "-" : of(value.doubleValue());
    }

    /** As many digits for machines. */
    public static double round(double value) {
        return rounded(value).doubleValue();
    }

    private static BigDecimal rounded(double value) {
        return new BigDecimal(value).round(THREE_DIGITS).stripTrailingZeros();
    }
}
