package org.safeward.fault;

import com.google.gson.Gson;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A fault, or a reason, as an argument of another one: {@code {"code", "arguments"}} behind a mark, in one text, which is what a catalog keeps, so that
 * each reader has it in the language of the rest.
 *
 * @param key of its text
 */
record InnerFault(String key, List<String> arguments) {
    /** In no other argument: whatever else is in a fault may come from outside, and must not be taken for one. */
    private static final String MARK = "\u0001";

    private static final Gson GSON = new Gson();

    /** As it is written. The code is a text: a later version may have written one that this one does not know. */
    private record Written(String code, List<String> arguments) {
        Optional<InnerFault> known() {
            boolean error = Arrays.stream(ErrorCode.values())
                    .anyMatch(known -> known.name().equals(code));
            boolean reason = Arrays.stream(ReasonCode.values())
                    .anyMatch(known -> known.name().equals(code));
            return error || reason
                    ? Optional.of(new InnerFault(error ? code + ".message" : code, arguments))
                    : Optional.empty();
        }
    }

    /** Any argument of a fault as the text that is kept of it. */
    static String argument(Object argument) {
        if (argument instanceof Reason reason) {
            return MARK + GSON.toJson(new Written(reason.code().name(), reason.arguments()));
        }
        return argument instanceof Fault fault
                ? MARK + GSON.toJson(new Written(fault.code().name(), fault.arguments()))
                : String.valueOf(argument).replace(MARK, "");
    }

    /** Empty for any other argument, and for a code that this version does not know. */
    static Optional<InnerFault> in(String argument) {
        if (!argument.startsWith(MARK)) {
            return Optional.empty();
        }
        String text = argument.substring(MARK.length());
        return (text.startsWith("{") ? GSON.fromJson(text, Written.class) : Older.read(text)).known();
    }

    /** What older versions wrote, and an upgrade keeps: code and arguments with a separator, which is escaped in those. */
    private static final class Older {
        private static final String BETWEEN = "\u001f";
        private static final String BETWEEN_INSIDE = "\u001b1";
        private static final String ESCAPE = "\u001b";
        private static final String ESCAPE_INSIDE = "\u001b0";

        static Written read(String text) {
            List<String> words = List.of(text.split(BETWEEN, -1));
            return new Written(
                    words.get(0), words.stream().skip(1).map(Older::unescaped).toList());
        }

        private static String unescaped(String word) {
            return word.replace(BETWEEN_INSIDE, BETWEEN).replace(ESCAPE_INSIDE, ESCAPE);
        }
    }
}
