package org.safeward.engine.sqlite.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.safeward.engine.sqlite.connection.RegularExpression.Kind;
import org.safeward.engine.sqlite.connection.RegularExpression.Step;

/** The steps of a pattern that is being read, made from its end to its beginning: each knows those that follow it. */
final class RegularExpressionSteps {
    /** A repetition repeats its steps; more than these are not a pattern but an attack. */
    static final int MOST = 100_000;

    private final List<Step> steps = new ArrayList<>();

    /** A part of a pattern, which makes its steps in front of those that follow, and tells the first of them. */
    @FunctionalInterface
    interface Part {
        int before(int next);
    }

    List<Step> made() {
        return steps;
    }

    /** @throws IllegalArgumentException with the shell's words when there are too many */
    int add(Kind kind, int first, int second) {
        return add(kind, null, first, second);
    }

    int take(IntPredicate fits, int next) {
        return add(Kind.TAKE, fits, next, 0);
    }

    private int add(Kind kind, IntPredicate fits, int first, int second) {
        if (steps.size() == MOST) {
            throw new IllegalArgumentException("REGEXP pattern too big");
        }
        steps.add(new Step(kind, fits, first, second));
        return steps.size() - 1;
    }

    Part onceOrMore(Part part) {
        return next -> steps.get(loop(part, next)).first();
    }

    /** As often as it fits, behind a number of times. */
    Part atLeast(Part part, int least) {
        return next -> times(part, least, loop(part, next));
    }

    Part between(Part part, int least, int most) {
        return next -> {
            int following = next;
            for (int i = least; i < most; i++) {
                following = add(Kind.SPLIT, part.before(following), next);
            }
            return times(part, least, following);
        };
    }

    private static int times(Part part, int number, int next) {
        int following = next;
        for (int i = 0; i < number; i++) {
            following = part.before(following);
        }
        return following;
    }

    /** The split that leads into the part again, or on. */
    private int loop(Part part, int next) {
        int split = add(Kind.SPLIT, 0, next);
        int first = part.before(split);
        steps.set(split, new Step(Kind.SPLIT, null, first, next));
        return split;
    }
}
