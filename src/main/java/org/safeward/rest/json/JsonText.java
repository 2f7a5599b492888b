package org.safeward.rest.json;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * JSON (RFC 8259) that anybody may have sent. It is walked through before anything is made of it, and refused when it nests deeper or
 * has longer numbers than any request of ours (RFC 8259, section 9, lets a parser set such limits): what parsers do with those, each in
 * a way of its own, is an overflow of the stack or an exception that is none of JSON's.
 */
final class JsonText {
    static final int MOST_DEPTH = 16;
    static final int MOST_NUMBER_CHARACTERS = 40;
    private static final int MOST_EXPONENT_CHARACTERS = 4;

    private JsonText() {}

    /** @throws Fault BAD_JSON when the text is not exactly one JSON value within the limits */
    static JsonValue parse(String text) {
        try {
            requireModest(text);
            try (JsonParser parser = Json.createParser(new StringReader(text))) {
                parser.next();
                return parser.getValue();
            }
        } catch (Fault e) {
            throw e;
        } catch (RuntimeException e) {
            // Parsers have more exceptions than JsonException for a text that is none: nothing but the text can be
            // their cause here.
            throw new Fault(e, ErrorCode.BAD_JSON, firstLine(e));
        }
    }

    private static void requireModest(String text) {
        try (JsonParser parser = Json.createParser(new StringReader(text))) {
            int depth = 0;
            boolean begun = false;
            while (parser.hasNext()) {
                if (begun && depth == 0) {
                    throw new Fault(ErrorCode.BAD_JSON, "} ...");
                }
                begun = true;
                JsonParser.Event event = parser.next();
                depth += step(event);
                if (depth > MOST_DEPTH) {
                    throw new Fault(ErrorCode.BAD_JSON, "[[[ ... > " + MOST_DEPTH);
                }
                if (event == JsonParser.Event.VALUE_NUMBER && isExcessive(parser.getString())) {
                    throw new Fault(ErrorCode.BAD_JSON, "1e999999 ...");
                }
            }
        }
    }

    private static int step(JsonParser.Event event) {
        return switch (event) {
            case START_ARRAY, START_OBJECT -> 1;
            case END_ARRAY, END_OBJECT -> -1;
            default -> 0;
        };
    }

    private static boolean isExcessive(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        return number.length() > MOST_NUMBER_CHARACTERS
                || exponent >= 0 && number.length() - exponent - 1 > MOST_EXPONENT_CHARACTERS;
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
