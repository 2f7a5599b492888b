package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilePartsTest {
    private static final long MEBIBYTE = 1 << 20;

    /** From nothing to the largest object that S3 keeps, 5 TiB, whose parts may have 5 GiB. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, MEBIBYTE * 10_000, MEBIBYTE * 10_000 + 1, 123_456_789_012L, 5L << 40})
    void tenThousandPartsSuffice(long size) {
        long part = FileParts.partBytes(size);
        assertTrue(part * 10_000 >= size, part + " bytes");
        assertTrue((part - MEBIBYTE) * 10_000 < Math.max(1, size), "no larger than needed");
        assertTrue(part <= 5L << 30);
        assertEquals(0, part % MEBIBYTE);
    }
}
