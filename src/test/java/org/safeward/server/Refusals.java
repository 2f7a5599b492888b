package org.safeward.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Messages;

/** Sends a request in both languages and checks that each answer is the refusal that it has to be: status, code, words, hint. */
public final class Refusals {
    /** More than a name that a test has made up. */
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}{4}");

    private static final String ANYTHING = "@ANYTHING@";

    private Refusals() {}

    /** @return the Chinese answer, for a look at what it is about */
    public static Answer assertRefused(ErrorCode expected, Api api, Function<Api, Answer> request) {
        Answer english = request.apply(api.inEnglish());
        assertRefusal(expected, Messages.ENGLISH, english);
        // What it is about comes along as a reason of its own, and that has a language too.
        assertFalse(CHINESE.matcher(english.message() + english.hint()).find(), english.text());
        Answer chinese = request.apply(api);
        assertRefusal(expected, Messages.CHINESE, chinese);
        return chinese;
    }

    public static void assertRefusal(ErrorCode expected, Messages language, Answer answer) {
        assertEquals(expected.name(), answer.error(), answer.text());
        assertEquals(expected.httpStatus(), answer.status(), answer.text());
        boolean access = expected.httpStatus() == 401 || expected.httpStatus() == 403;
        assertEquals(access ? 2 : 1, answer.code(), answer.text());
        List<String> anything = Collections.nCopies(3, ANYTHING);
        assertWords(language.message(expected, anything), answer.message());
        assertWords(language.hint(expected, anything), answer.hint());
        assertTrue(answer.json().containsKey("data"), answer.text());
    }

    private static void assertWords(String pattern, String actual) {
        String regex = Pattern.quote(pattern).replace(ANYTHING, "\\E[\\s\\S]+\\Q");
        assertTrue(actual.matches(regex), actual + " is not \"" + pattern + '"');
    }
}
