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
import org.safeward.archive.content.ReadLimits;
import org.safeward.fault.Fault;

/** The heap needed does not grow with the file: shown in a process of its own with very little of it. */
class SmallHeapTest {
    private static final long CONTENT = 200L << 20;
    private static final byte[] SCRIPT = "SELECT 1;".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void twoHundredMegabytesPassThroughAHeapOfThirtyTwo() throws Exception {
        assertSays("", "32m", directory.resolve("backup.zip"));
    }

    /** Each entry of a ZIP may have a name of 64 KB; what is remembered of the entries has a bound all the same. */
    @Test
    void ofFortyMegabytesOfNamesAFewAreRemembered() throws Exception {
        ForeignZip several = new ForeignZip();
        addLongNames(several, ".sql");
        Path refused = Files.write(directory.resolve("several.zip"), several.bytes());
        assertSays("ZIP_SEVERAL_SQL", "16m", refused);
        ForeignZip one = new ForeignZip();
        addLongNames(one, ".json");
        one.localName = null;
        one.add("a.sql", SCRIPT);
        Path taken = Files.write(directory.resolve("one.zip"), one.bytes());
        assertSays("", "16m", taken);
    }

    /** Only the directory has them: that is what is read whole. */
    private static void addLongNames(ForeignZip zip, String ending) {
        zip.localName = "x";
        for (int i = 0; i < 640; i++) {
            zip.add("n".repeat(65_000) + i + ending, SCRIPT);
        }
    }

    private void assertSays(String expected, String heap, Path file) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapTest.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the process does not end");
            assertEquals(expected, Files.readString(output));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    /** The other process: reads the file, or first writes one if it is not there. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        if (Files.notExists(file)) {
            write(file);
        }
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE);
                InputStream sql = reader.sql()) {
            long read = sql.transferTo(OutputStream.nullOutputStream());
            if (reader.manifest().isPresent() && read != reader.manifest().get().sqlBytes()) {
                throw new IllegalStateException(read + " bytes read");
            }
        } catch (Fault e) {
            System.out.print(e.code());
        }
    }

    /** Its content has no line break at all. */
    private static void write(Path file) throws IOException {
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
    }
}
