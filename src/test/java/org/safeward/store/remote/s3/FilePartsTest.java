package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.store.remote.WholeFile;

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

    @Test
    void anInterruptWhileThePartIsReadIsToldAsSuch(@TempDir Path folder) throws IOException {
        WholeFile file = WholeFile.read(Files.write(folder.resolve("one.sql"), new byte[1000]));
        Thread.currentThread().interrupt();
        try {
            assertThrows(InterruptedIOException.class, () -> new FileParts(file, MEBIBYTE).next());
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
        }
    }
}
