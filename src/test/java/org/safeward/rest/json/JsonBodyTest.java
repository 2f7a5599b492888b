package org.safeward.rest.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

class JsonBodyTest {
    private static JsonBody body(String text) {
        return JsonBody.of(text, null, new FieldFaults(Messages.ENGLISH));
    }

    @Test
    void anObjectIsReadAndAnAbsentBodyIsAnEmptyOne() {
        assertEquals(Optional.of("x"), body(" {\"reason\": \"x\"}\r\n").text("reason", 10));
        assertEquals(Optional.empty(), body("").text("reason", 10));
        assertEquals(Optional.empty(), body(null).text("reason", 10));
    }

    /** Left alone, they would make a request for one table one for everything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tables\": null}",
                "{\"Tables\": []}",
                "{\"table\": \"orders\"}",
                "{\"tables\": [], \"_TABLES\": []}"
            })
    void fieldsThatNarrowARequestAreNeitherNullNorMisspelt(String text) {
        JsonBody body = body(text);
        body.narrowing("target", "tables");
        assertEquals(ErrorCode.BAD_FIELD, assertThrows(Fault.class, body::check).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"tables\": [], \"target\": \"x\"}", "{\"tablet\": null, \"s\": 1, \"retarget\": 1}"})
    void otherUnknownFieldsAreLeftAlone(String text) {
        JsonBody body = body(text);
        body.narrowing("target", "tables");
        body.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "}", "[]", "1", "null", "\"x\"", "{} {}", "{}x", "{},", "{'a': 1}", "{\"a\": 01}"})
    void whatIsNotOneObjectIsRefused(String text) {
        Fault fault = assertThrows(Fault.class, () -> body(text));
        assertEquals(ErrorCode.BAD_JSON, fault.code());
    }
}
