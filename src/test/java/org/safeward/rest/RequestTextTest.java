package org.safeward.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** Bodies and headers that are not what they say, or more than anybody needs. */
class RequestTextTest {
    private static MediaType json(String charset) {
        return new MediaType("application", "json", Map.of("charset", charset));
    }

    @Test
    void aBodyIsUtf8UnlessItSaysOtherwise() {
        byte[] utf8 = "{\"名\": 1}".getBytes(StandardCharsets.UTF_8);
        assertEquals("{\"名\": 1}", BodyLimit.text(utf8, MediaType.APPLICATION_JSON_TYPE));
        assertEquals("{\"名\": 1}", BodyLimit.text(utf8, null));
        byte[] latin1 = "{\"ü\": 1}".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("{\"ü\": 1}", BodyLimit.text(latin1, json("ISO-8859-1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "", "a b", "\u00ff", "../x"})
    void anEncodingThatThereIsNotIsRefused(String charset) {
        Fault fault = assertThrows(Fault.class, () -> BodyLimit.text(new byte[] {'{', '}'}, json(charset)));
        assertEquals(ErrorCode.UNSUPPORTED_MEDIA_TYPE, fault.code());
    }

    @Test
    void bytesThatAreNoTextAreNotReplacedButRefused() {
        for (byte[] bytes : new byte[][] {{(byte) 0xff}, {(byte) 0xc0, (byte) 0x80}, {'{', (byte) 0xe5, '}'}}) {
            Fault fault = assertThrows(Fault.class, () -> BodyLimit.text(bytes, null));
            assertEquals(ErrorCode.BAD_JSON, fault.code());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ";", ";;;", "en;q=zz", "en;q=", "*-", "-", "x-", "en;q=2", ",", "q=1", "en;;q=1", "\u0000", "名"
            })
    void aLanguageThatIsNoneIsTheServersOwn(String accepted) {
        assertEquals(Messages.CHINESE, Languages.preferred(accepted, Messages.CHINESE));
    }

    /** Another one for each number, of seven letters. */
    private static String language(int number) {
        return Integer.toString(10_000_000 + number)
                .chars()
                .skip(1)
                .mapToObj(digit -> String.valueOf((char) (digit - '0' + 'a')))
                .collect(Collectors.joining());
    }

    @Test
    void aHeaderOfManyLanguagesTakesNoTime() {
        // Letters only: at anything else the JDK gives up at once.
        String many =
                IntStream.range(0, 40_000).mapToObj(RequestTextTest::language).collect(Collectors.joining(","));
        assertTimeout(
                Duration.ofSeconds(1),
                () -> assertEquals(Messages.ENGLISH, Languages.preferred(many, Messages.ENGLISH)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
                "application/json; charset=utf-8",
                "application/openmetrics-text;version=1.0.0;q=0.5, text/plain;version=0.0.4;q=0.4",
                "text/plain; format=\"fixed\"; q=1.000",
                "text/event-stream",
                ""
            })
    void whatBrowsersAndMonitorsAcceptCanBeRead(String accept) {
        assertEquals(true, ReadableHeaders.isReadable("accept", accept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN,zh;q=0.9,en;q=0.8", "*", "en-US;q=0.5, *;q=0", "zh-Hant-TW", "sr-Latn-RS,"})
    void whatBrowsersSpeakCanBeRead(String languages) {
        assertEquals(true, ReadableHeaders.isReadable("accept-language", languages));
    }

    @Test
    void whatIsNoWishIsFoundOutQuickly() {
        for (String text : new String[] {"foo", "a/b;;", "*/*;q=2", ";", "a/" + ";a=b".repeat(240) + "\u0000"}) {
            assertTimeout(Duration.ofSeconds(1), () -> assertEquals(false, ReadableHeaders.isReadable("accept", text)));
        }
        for (String text : new String[] {"-", "en;q=zz", "en_US", "a-".repeat(400), "e".repeat(2000)}) {
            assertTimeout(
                    Duration.ofSeconds(1),
                    () -> assertEquals(false, ReadableHeaders.isReadable("accept-language", text)));
        }
    }
}
