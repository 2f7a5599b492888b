package org.safeward.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap needed does not grow with the file: shown in a process of its own with very little of it. */
class SmallHeapTest {
    private static final long CONTENT = 200L << 20;

    @TempDir
    Path directory;

    @Test
    void twoHundredMegabytesPassThroughAHeapOfThirtyTwo() throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapTest.class.getName(),
                        directory.resolve("backup.zip").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the process does not end");
            assertEquals("", Files.readString(output));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    /** The other process: writes and reads one file, whose content has no line break at all. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        byte[] piece = new String(Samples.script(1 << 20, 1), StandardCharsets.US_ASCII)
                .replace('\n', ' ')
                .getBytes(StandardCharsets.US_ASCII);
        try (BackupFileWriter writer = BackupFileWriter.create(file, BackupFormat.ZIP, 1)) {
            writer.sql().write(Samples.HEADER.getBytes(StandardCharsets.US_ASCII));
            for (long written = 0; written < CONTENT; written += piece.length) {
                writer.sql().write(piece);
            }
            writer.finish(Samples.draft());
        }
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE);
                InputStream sql = reader.sql()) {
            long read = sql.transferTo(OutputStream.nullOutputStream());
            if (read != reader.manifest().orElseThrow().sqlBytes()) {
                throw new IllegalStateException(read + " bytes read");
            }
        }
    }
}
