package org.safeward.rest.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** No text makes a parser overflow, run long or throw what is no refusal. */
class JsonTextTest {
    static Stream<String> hostile() {
        return Stream.of(
                "[".repeat(100_000),
                "[".repeat(100_000) + "]".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "{\"a\":[".repeat(50_000) + "1" + "]}".repeat(50_000),
                "{\"username\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
                "{\"a\":" + "[".repeat(JsonText.MOST_DEPTH) + "]".repeat(JsonText.MOST_DEPTH) + "}",
                "{\"a\":1" + "0".repeat(100_000) + "}",
                "{\"a\":0." + "1".repeat(2_000) + "}",
                "{\"a\":1" + "0".repeat(JsonText.MOST_NUMBER_CHARACTERS) + "}",
                "{\"a\":0." + "1".repeat(JsonText.MOST_NUMBER_CHARACTERS) + "}",
                "{\"a\":1e99999999999999}",
                "{\"a\":1e999999999}",
                "{\"a\":1E-999999999}",
                "{\"a\":-1e+99999}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\u0000\"}",
                "{\"a\":\"\n\"}",
                "\u0000",
                "{\"a\" 1}",
                "{,}",
                "{\"a\":1,}",
                "nul",
                "{\"a\":tru",
                "{\"a\":1}{\"a\":1}",
                "{\"a\":1}]");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatNoRequestOfOursHoldsIsRefusedAsBadJson(String text) {
        Fault fault = assertThrows(Fault.class, () -> JsonBody.of(text, null, new FieldFaults(Messages.ENGLISH)));
        assertEquals(ErrorCode.BAD_JSON, fault.code());
    }

    @Test
    void theLimitsAreWideEnoughForEveryRequest() {
        String deep = "{\"a\":" + "[".repeat(JsonText.MOST_DEPTH - 1) + "]".repeat(JsonText.MOST_DEPTH - 1)
                + ",\"n\":-9223372036854775808,\"x\":1.5e300}";
        JsonObject object = (JsonObject) JsonText.parse(deep);
        assertEquals(Long.MIN_VALUE, object.getJsonNumber("n").longValueExact());
        assertEquals(1.5e300, object.getJsonNumber("x").doubleValue());
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"a\\u0000b", "\\ud800", "\\udc00x", "x\\ud83d"})
    void aTextThatNoCatalogCanHoldIsAWrongField(String text) {
        FieldFaults faults = new FieldFaults(Messages.ENGLISH);
        JsonBody.of("{\"name\": \"" + text + "\"}", null, faults).text("name", 100);
        assertEquals(
                ErrorCode.BAD_FIELD, assertThrows(Fault.class, faults::check).code());
    }

    @Test
    void whatIsOutsideOfTheBasicPlaneIsNoHalfOfAPair() {
        FieldFaults faults = new FieldFaults(Messages.ENGLISH);
        assertEquals(
                "\ud83d\ude00",
                JsonBody.of("{\"name\": \"\\ud83d\\ude00\"}", null, faults)
                        .text("name", 100)
                        .orElseThrow());
        faults.check();
    }
}
