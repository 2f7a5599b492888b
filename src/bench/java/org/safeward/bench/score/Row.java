package org.safeward.bench.score;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One line of the table.
 *
 * @param work what is done with what, "sqlite backup 520 MB"
 * @param unit of the figures, {@code s} or {@code ms}
 * @param against the command or the state that ours is held against; null if nobody else does this
 * @param theirs null if nobody else does this
 * @param time null as well then
 * @param size of both files; null unless both make one
 * @param growth how much longer it takes than a tenth of the data; null if not measured
 * @param note null unless there is something to say
 */
public record Row(
        String work,
        String unit,
        String against,
        Score ours,
        Score theirs,
        Ratio time,
        Ratio size,
        Double growth,
        String note) {
    /** Seconds of ours, against theirs if there are any. */
    public static Row of(String work, String against, Score.Pair scores, Limits limits) {
        Score ours = scores.ours();
        Score theirs = scores.theirs();
        boolean files = theirs != null && ours.bytes() != null && theirs.bytes() != null;
        return new Row(
                work,
                "s",
                theirs == null ? null : against,
                ours,
                theirs,
                theirs == null ? null : Ratio.of(ours.best(), theirs.best(), limits.time()),
                files ? Ratio.of(ours.bytes(), theirs.bytes(), limits.size()) : null,
                null,
                null);
    }

    /** Milliseconds of something beside our work, against the same beside something else. */
    public static Row milliseconds(
            String work, String against, double ours, double theirs, Limits limits, String note) {
        return new Row(
                work,
                "ms",
                against,
                Score.of(ours),
                Score.of(theirs),
                Ratio.of(ours, theirs, limits.time()),
                null,
                null,
                note);
    }

    public Row growingFrom(Score tenth) {
        return new Row(work, unit, against, ours, theirs, time, size, Figure.round(ours.best() / tenth.best()), note);
    }

    /**
     * What we ask of ourselves, as ratios.
     *
     * @param time null if nothing is asked, as is size
     */
    public record Limits(Double time, Double size) {
        public static final Limits NONE = new Limits(null, null);

        public static Limits time(double most) {
            return new Limits(most, null);
        }
    }

    public static final List<String> HEADINGS = List.of(
            "work",
            "against",
            "ours",
            "theirs",
            "ratio",
            "at most",
            "files",
            "size",
            "at most",
            "resident",
            "heap",
            "10x data",
            "phases");

    /** One for each of the headings. */
    public List<String> cells() {
        return List.of(
                unit.equals("s") ? work : work + ", " + unit,
                against == null ? "-" : against,
                Figure.of(ours.best()),
                theirs == null ? "-" : Figure.of(theirs.best()),
                time == null ? "-" : Figure.of(time.value()),
                time == null ? "-" : time.limitCell(),
                size == null ? "-" : Figure.of(ours.bytes() / 1e6) + "/" + Figure.of(theirs.bytes() / 1e6),
                size == null ? "-" : Figure.of(size.value()),
                size == null ? "-" : size.limitCell(),
                ours.residentMb() == null ? "-" : ours.residentMb().toString(),
                ours.heapMb() == null ? "-" : ours.heapMb().toString(),
                Figure.of(growth),
                note == null ? phases() : note);
    }

    private String phases() {
        return ours.phases().entrySet().stream()
                .map(phase -> phase.getKey() + " " + Figure.of(phase.getValue()))
                .collect(Collectors.joining(", "));
    }
}
