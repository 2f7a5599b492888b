package org.safeward.schedule.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.safeward.schedule.cron.CronProblem.Kind;

/** Reads one field of a cron expression: {@code item {"," item}}, and each item {@code ("*" | value ["-" value]) ["/" step]}. */
final class FieldReader {
    private static final Pattern ITEM =
            Pattern.compile("(?:\\*|([0-9A-Za-z]+)(?:-([0-9A-Za-z]+))?)(?:/([0-9A-Za-z]+))?");
    /** More digits than any value or sensible step has, and few enough for an int. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final int UNKNOWN = -1;
    private static final int SUNDAY_AT_THE_END = 7;

    private final CronPart part;
    private final List<CronProblem> problems = new ArrayList<>();
    private long values;

    FieldReader(CronPart part) {
        this.part = part;
    }

    CronField read(String text) {
        for (String item : text.split(",", -1)) {
            readItem(item);
        }
        if (part == CronPart.DAY_OF_WEEK && (values >>> SUNDAY_AT_THE_END & 1) == 1) {
            values = values & ~(1L << SUNDAY_AT_THE_END) | 1;
        }
        return new CronField(text, values);
    }

    /** Everything that was wrong in what was read. */
    List<CronProblem> problems() {
        return problems;
    }

    private void readItem(String item) {
        Matcher words = ITEM.matcher(item);
        if (item.isEmpty()) {
            problem(Kind.EMPTY_ITEM, item);
        } else if (!words.matches()) {
            problem(Kind.UNREADABLE, item);
        } else {
            readRange(item, words.group(1), words.group(2), words.group(3));
        }
    }

    private void readRange(String item, String first, String last, String stepText) {
        boolean single = first != null && last == null;
        int from = first == null ? part.low() : value(first);
        int to = single ? from : last == null ? part.high() : value(last);
        int step = stepText == null ? 1 : number(stepText);
        if (from == UNKNOWN || to == UNKNOWN) {
            problem(Kind.UNREADABLE, item);
        } else if (!part.takes(from) || !part.takes(to)) {
            problem(Kind.OUT_OF_RANGE, item);
        } else if (from > to) {
            problem(Kind.BACKWARDS, item);
        } else if (single && stepText != null) {
            problem(Kind.STEP_WITHOUT_RANGE, item);
        } else if (step < 1) {
            problem(Kind.BAD_STEP, item);
        } else {
            fill(from, to, step);
        }
    }

    private void fill(int from, int to, int step) {
        for (int value = from; value <= to; value += step) {
            values |= 1L << value;
        }
    }

    private int value(String word) {
        return part.knows(word) ? part.valueOfName(word) : number(word);
    }

    private static int number(String word) {
        return NUMBER.matcher(word).matches() ? Integer.parseInt(word) : UNKNOWN;
    }

    private void problem(Kind kind, String found) {
        problems.add(new CronProblem(Optional.of(part), kind, found));
    }
}
