package org.safeward.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A fault as an argument of another one: its code and arguments in one text, which is what a catalog keeps, so that each reader has
 * it in the language of the rest.
 */
record InnerFault(ErrorCode code, List<String> arguments) {
    /** In no other argument: whatever else is in a fault may come from outside, and must not be taken for one. */
    private static final String MARK = "\u0001";

    private static final String BETWEEN = "\u001f";
    private static final String BETWEEN_INSIDE = "\u001b1";
    private static final String ESCAPE = "\u001b";
    private static final String ESCAPE_INSIDE = "\u001b0";

    /** Any argument of a fault as the text that is kept of it. */
    static String argument(Object argument) {
        return argument instanceof Fault fault
                ? stored(fault)
                : String.valueOf(argument).replace(MARK, "");
    }

    private static String stored(Fault fault) {
        var text = new StringBuilder(MARK).append(fault.code());
        fault.arguments().forEach(argument -> text.append(BETWEEN).append(escaped(argument)));
        return text.toString();
    }

    /** Empty for any other argument, and for a code that this version does not know. */
    static Optional<InnerFault> in(String argument) {
        if (!argument.startsWith(MARK)) {
            return Optional.empty();
        }
        var words = List.of(argument.substring(MARK.length()).split(BETWEEN, -1));
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(words.get(0)))
                .findFirst()
                .map(code -> new InnerFault(
                        code, words.stream().skip(1).map(InnerFault::unescaped).toList()));
    }

    /** One fault in another in another: the inner separators must not be taken for the outer ones. */
    private static String escaped(String argument) {
        return argument.replace(ESCAPE, ESCAPE_INSIDE).replace(BETWEEN, BETWEEN_INSIDE);
    }

    private static String unescaped(String word) {
        return word.replace(BETWEEN_INSIDE, BETWEEN).replace(ESCAPE_INSIDE, ESCAPE);
    }
}
