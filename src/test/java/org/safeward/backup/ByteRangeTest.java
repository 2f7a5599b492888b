package org.safeward.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a file of 1,000 bytes (RFC 9110, section 14). */
class ByteRangeTest {
    private static final long SIZE = 1000;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-999, 0, 999",
        "bytes=0-0, 0, 0",
        "bytes=500-, 500, 999",
        "bytes=999-, 999, 999",
        "bytes=-1, 999, 999",
        "bytes=-1000, 0, 999",
        "bytes=-5000, 0, 999",
        "bytes=10-5000, 10, 999",
        "bytes=10-999999999999999999, 10, 999",
        "' bytes=3-7 ', 3, 7"
    })
    void aPartIsServed(String header, long first, long last) {
        ByteRange range = ByteRange.of(header, SIZE);

        assertEquals(new ByteRange(first, last), range);
        assertEquals(last - first + 1, range.length());
        assertEquals(first == 0 && last == SIZE - 1, range.isWhole(SIZE));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "bytes=",
                "bytes=-",
                "bytes=7-3",
                "bytes=0-1,5-9",
                "bytes=a-b",
                "items=0-1",
                "bytes=9999999999999999999-"
            })
    void whatWeDoNotServeIsTheWholeFile(String header) {
        assertEquals(new ByteRange(0, SIZE - 1), ByteRange.of(header, SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=999999999999999999-"})
    void nothingIsBehindTheEnd(String header) {
        assertNull(ByteRange.of(header, SIZE));
    }
}
