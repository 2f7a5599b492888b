package org.safeward.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.content.Sha256;
import org.safeward.archive.parallel.Compression;
import org.safeward.archive.zip.ZipRecords;
import org.safeward.files.PrivateFile;

/** Our files in other people's tools, and theirs in ours. Needs unzip, zip, python3 and sqlite3. */
class OtherToolsTest {
    private static final long FORMATS_OWN_LIMIT = ZipRecords.IN_ZIP64;

    @TempDir
    Path directory;

    private Path zip;
    private byte[] content;

    @BeforeEach
    void name() {
        zip = directory.resolve("backup.sql.zip");
        content = Samples.script(2_000_000, 1);
    }

    private byte[] writeZip(long zip64From) throws IOException {
        FileChannel channel = PrivateFile.create(zip);
        ZipFraming framing = new ZipFraming(
                new FileTarget.Plain(channel), "backup.sql", Compression.atLevel(Samples.LEVEL), zip64From);
        try (BackupFileWriter writer =
                new BackupFileWriter(zip, channel, new FileTarget.Plain(channel), ScriptKind.SQL, framing)) {
            writer.sql().write(content);
            writer.finish(Samples.draft());
        }
        Path plain = directory.resolve("plain.sql");
        Samples.write(plain, BackupFormat.SQL, content);
        try (BackupFileWriter writer =
                BackupFileWriter.create(directory.resolve("same.sql"), BackupFormat.SQL, Samples.LEVEL)) {
            writer.sql().write(content);
            writer.finish(Samples.draft());
        }
        return Files.readAllBytes(directory.resolve("same.sql"));
    }

    /** 1: everything in ZIP64 records; 1 MB: only the unpacked size, the packed one is smaller. */
    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000, FORMATS_OWN_LIMIT})
    void infoZipTakesOurs(long zip64From) throws Exception {
        byte[] script = writeZip(zip64From);
        run("unzip", "-t", zip.toString());
        assertArrayEquals(script, run("unzip", "-p", zip.toString()));
        String listing = new String(run("zipinfo", zip.toString()), StandardCharsets.UTF_8);
        assertTrue(listing.contains("-rw-------"), listing);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000, FORMATS_OWN_LIMIT})
    void pythonTakesOurs(long zip64From) throws Exception {
        byte[] script = writeZip(zip64From);
        String program = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None;"
                + " assert z.namelist() == ['backup.sql']; sys.stdout.buffer.write(z.read('backup.sql'))";
        assertArrayEquals(script, run("python3", "-c", program, zip.toString()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000, FORMATS_OWN_LIMIT})
    void javaTakesOurs(long zip64From) throws IOException {
        byte[] script = writeZip(zip64From);
        try (ZipFile file = new ZipFile(zip.toFile())) {
            ZipEntry entry = Collections.list(file.entries()).get(0);
            assertEquals("backup.sql", entry.getName());
            assertEquals(
                    Samples.MOMENT.getEpochSecond(), entry.getLastModifiedTime().to(TimeUnit.SECONDS));
            try (InputStream in = file.getInputStream(entry)) {
                assertArrayEquals(script, in.readAllBytes());
            }
        }
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            assertNotNull(in.getNextEntry());
            assertArrayEquals(script, in.readAllBytes());
            assertNull(in.getNextEntry());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000, FORMATS_OWN_LIMIT})
    void ourReaderTakesOurs(long zip64From) throws IOException {
        writeZip(zip64From);
        assertArrayEquals(content, Samples.read(zip).content());
    }

    @Test
    void theSqliteShellLoadsOurs() throws Exception {
        content = (Samples.HEADER + "CREATE TABLE t(a);\nINSERT INTO t VALUES(1),(2);\n")
                .getBytes(StandardCharsets.UTF_8);
        writeZip(FORMATS_OWN_LIMIT);
        String pipe = "unzip -p \"$0\" | sqlite3 \"$1\" && sqlite3 \"$1\" 'SELECT sum(a) FROM t'";
        byte[] sum = run(
                "sh", "-c", pipe, zip.toString(), directory.resolve("new.db").toString());
        assertEquals("3\n", new String(sum, StandardCharsets.UTF_8));
    }

    @Test
    void theManifestIsCheckedByHandAsTheFormatSays() throws Exception {
        writeZip(FORMATS_OWN_LIMIT);
        String script = "unzip -p \"$0\" > \"$1\" && line=$(tail -n 1 \"$1\" | wc -c) &&"
                + " head -c -\"$line\" \"$1\" | sha256sum | cut -c 1-64";
        byte[] sum = run(
                "sh", "-c", script, zip.toString(), directory.resolve("out.sql").toString());
        assertEquals(Sha256.hex(content) + "\n", new String(sum, StandardCharsets.UTF_8));
        String line = "tail -n 1 \"$0\" | sed -e 's/^-- Safeward manifest: //' -e 's/,\"line_sha256\":.*//'"
                + " | tr -d '\\n' | sha256sum | cut -c 1-64";
        String lineSum =
                new String(run("sh", "-c", line, directory.resolve("out.sql").toString()), StandardCharsets.UTF_8);
        assertTrue(Files.readString(directory.resolve("out.sql"))
                .endsWith(",\"line_sha256\":\"" + lineSum.strip() + "\"}\n"));
    }

    @Test
    void ourReaderTakesWhatZipWrites() throws Exception {
        Path script = directory.resolve("dump.sql");
        byte[] foreign = "SELECT 1;\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        Files.write(script, foreign);
        for (String[] options : new String[][] {{"-9"}, {"-0"}, {"-fz"}, {"-fz", "-0"}, {"-fd"}}) {
            Path file = directory.resolve("zip" + String.join("", options) + ".zip");
            String[] command = new String[options.length + 4];
            command[0] = "zip";
            command[1] = "-qj";
            System.arraycopy(options, 0, command, 2, options.length);
            command[command.length - 2] = file.toString();
            command[command.length - 1] = script.toString();
            run(command);
            assertArrayEquals(foreign, Samples.read(file).content());
        }
    }

    @Test
    void ourReaderTakesAStreamedZip() throws Exception {
        Path file = directory.resolve("streamed.zip");
        run("sh", "-c", "printf 'SELECT 1;' | zip -q - - | cat > \"$0\"", file.toString());
        // Its one entry is called "-", which is no script.
        assertEquals("ZIP_NO_SQL", Samples.refusal(file).name());
        String program = "import sys, zipfile\n"
                + "class Pipe:\n"
                + "  def __init__(self, f): self.f = f\n"
                + "  def write(self, b): return self.f.write(b)\n"
                + "  def flush(self): self.f.flush()\n"
                + "z = zipfile.ZipFile(Pipe(open(sys.argv[1], 'wb')), 'w', zipfile.ZIP_DEFLATED)\n"
                + "z.writestr('a/dump.SQL', 'SELECT 1;\\n'); z.close()\n";
        run("python3", "-c", program, file.toString());
        assertEquals("SELECT 1;\n", new String(Samples.read(file).content(), StandardCharsets.UTF_8));
    }

    /** What the command writes; it has to end with 0. A tool that is not installed fails the test by name. */
    private byte[] run(String... command) throws IOException, InterruptedException {
        Path errors = directory.resolve("stderr");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> command[0] + " does not end");
            assertEquals(0, process.exitValue(), () -> command[0] + " failed; see " + errors);
            assertEquals("", Files.readString(errors), () -> command[0] + " complains");
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
