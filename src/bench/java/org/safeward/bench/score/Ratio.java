package org.safeward.bench.score;

/**
 * Ours divided by theirs, of one run.
 *
 * @param limit what we ask of ourselves; null if nothing
 * @param kept whether it is at most the limit; null without one
 */
public record Ratio(double value, Double limit, Boolean kept) {
    /** The limit is held against the figure that is shown, so that nobody sees 0.5 fail at 0.50. */
    public static Ratio of(double ours, double theirs, Double limit) {
        double value = Figure.round(ours / theirs);
        return new Ratio(value, limit, limit == null ? null : value <= limit);
    }

    /** The limit, with a mark when it is not kept. */
    public String limitCell() {
        if (limit == null) {
            return "-";
        }
        return String.format(java.util.Locale.ROOT, "%.2f", limit) + (kept ? "" : "!");
    }
}
