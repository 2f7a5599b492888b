package org.safeward.engine.sqlite.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A compiled pattern of SQLite's {@code REGEXP} extension, as {@link RegularExpressionParser} reads it. All ways through a pattern are
 * followed at once, so that the time is bounded by the length of the pattern times the length of the text.
 */
final class RegularExpression {
    /** No character: the end of the text, and what stands before its beginning. */
    private static final int NONE = -1;

    enum Kind {
        /** Takes one character that fits. */
        TAKE,
        /** Goes on at both places. */
        SPLIT,
        AT_BEGINNING,
        /** Holds where text and pattern end both. */
        AT_END,
        AT_WORD_BOUNDARY,
        MATCH
    }

    /** @param first where to go on; a SPLIT goes on at the second place too */
    record Step(Kind kind, IntPredicate fits, int first, int second) {}

    /** Between two characters of the text. */
    private record Place(boolean beginning, int previous, int current) {}

    private final List<Step> steps;
    private final int start;
    private final boolean anchored;
    private final boolean foldCase;

    /** @param anchored whether only a part from the text's beginning counts */
    RegularExpression(List<Step> steps, int start, boolean anchored, boolean foldCase) {
        this.steps = steps;
        this.start = start;
        this.anchored = anchored;
        this.foldCase = foldCase;
    }

    /** Whether some part of the text fits. */
    boolean matches(String text) {
        int[] characters = text.codePoints().map(c -> foldCase ? folded(c) : c).toArray();
        int[] seen = new int[steps.size()];
        List<Step> taking = new ArrayList<>();
        for (int position = 0; position <= characters.length; position++) {
            List<Step> before = taking;
            taking = new ArrayList<>();
            Place place = new Place(position == 0, at(characters, position - 1), at(characters, position));
            boolean begins = position == 0 || !anchored;
            boolean matched = begins && follow(start, place, seen, position + 1, taking);
            for (Step step : before) {
                if (!matched && step.fits().test(place.previous())) {
                    matched = follow(step.first(), place, seen, position + 1, taking);
                }
            }
            if (matched) {
                return true;
            }
        }
        return false;
    }

    private static int at(int[] characters, int index) {
        return index >= 0 && index < characters.length ? characters[index] : NONE;
    }

    /** Collects the steps that take a character from here on. @return whether the end of the pattern is reached */
    private boolean follow(int from, Place place, int[] seen, int mark, List<Step> taking) {
        List<Integer> open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            int index = open.remove(open.size() - 1);
            if (seen[index] == mark) {
                continue;
            }
            seen[index] = mark;
            Step step = steps.get(index);
            boolean passes = switch (step.kind()) {
                case MATCH -> true;
                case TAKE -> {
                    taking.add(step);
                    yield false;
                }
                case SPLIT -> {
                    open.add(step.second());
                    yield true;
                }
                case AT_BEGINNING -> place.beginning();
                case AT_END ->
                    place.current() == NONE && steps.get(step.first()).kind() == Kind.MATCH;
                case AT_WORD_BOUNDARY -> isWord(place.previous()) != isWord(place.current());
            };
            if (passes && step.kind() == Kind.MATCH) {
                return true;
            }
            if (passes) {
                open.add(step.first());
            }
        }
        return false;
    }

    static int folded(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    static boolean isWord(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
