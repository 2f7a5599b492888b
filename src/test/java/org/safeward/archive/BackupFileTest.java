package org.safeward.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.content.Sha256;
import org.safeward.archive.parallel.Block;
import org.safeward.archive.parallel.Compression;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.DiskFull;

class BackupFileTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void whatWasWrittenIsReadBack(BackupFormat format) throws IOException {
        Path file = directory.resolve("backup");
        byte[] content = Samples.script(3_000_000, 1);
        Manifest manifest = Samples.write(file, format, content);
        Samples.Read read = Samples.read(file);
        assertArrayEquals(content, read.content());
        assertEquals(Optional.of(manifest), read.manifest());
        assertEquals(content.length, read.sqlBytes());
        assertEquals(Sha256.hex(content), read.sqlSha256());
        assertEquals(Sha256.hex(Files.readAllBytes(file)), read.fileSha256());
        assertEquals(content.length, manifest.sqlBytes());
        assertEquals(Sha256.hex(content), manifest.sha256());
    }

    /** Noise, zeros, text, and lines that look like manifests, in any order, given in pieces of any length. */
    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void anyContentComesBack(BackupFormat format) throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes(Samples.HEADER.getBytes(StandardCharsets.US_ASCII));
            for (int parts = random.nextInt(8); parts > 0; parts--) {
                byte[] part = new byte[random.nextInt(1 << random.nextInt(19))];
                switch (random.nextInt(4)) {
                    case 0 -> random.nextBytes(part);
                    case 1 -> Arrays.fill(part, (byte) random.nextInt());
                    case 2 -> part = Samples.script(part.length, seed);
                    default -> part = "\n-- Safeward manifest: {\"format\":1}\n".getBytes(StandardCharsets.US_ASCII);
                }
                content.writeBytes(part);
            }
            content.write('\n');
            Path file = directory.resolve("backup" + seed);
            Manifest manifest = Samples.write(file, format, content.toByteArray(), random, 1 + random.nextInt(300_000));
            Samples.Read read = Samples.read(file);
            assertArrayEquals(content.toByteArray(), read.content(), "seed " + seed);
            assertEquals(Optional.of(manifest), read.manifest());
        }
    }

    @Test
    void aBackupOfADatabaseThatHoldsBackupsComesBack() throws IOException {
        Path inner = directory.resolve("inner.sql");
        Samples.write(inner, BackupFormat.SQL, Samples.script(1000, 1));
        byte[] content =
                (Samples.HEADER + "SELECT '" + Files.readString(inner) + "';\n").getBytes(StandardCharsets.UTF_8);
        Path outer = directory.resolve("outer.sql");
        Manifest manifest = Samples.write(outer, BackupFormat.SQL, content);
        assertEquals(Optional.of(manifest), Samples.read(outer).manifest());
        assertArrayEquals(content, Samples.read(outer).content());
        // Cut behind the value's last line, the inner manifest is the last line, and fits nothing that is before it.
        Files.write(outer, Arrays.copyOf(content, content.length - "';\n".length()));
        assertEquals(ErrorCode.BACKUP_DAMAGED, Samples.refusal(outer));
    }

    @Test
    void onlyAFullDiskIsCalledFull() {
        Path file = directory.resolve("backup");
        IOException full = new IOException("wrapped", new IOException("No space left on device"));
        assertEquals(
                ErrorCode.DISK_FULL,
                assertThrows(Fault.class, () -> DiskFull.otherwise(full, file)).code());
        IOException quota = new IOException("Disk quota exceeded");
        assertEquals(
                ErrorCode.DISK_FULL,
                assertThrows(Fault.class, () -> DiskFull.otherwise(quota, file)).code());
        IOException other = new IOException("Input/output error");
        assertSame(other, DiskFull.otherwise(other, file));
    }

    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void sizesAroundABlockComeBack(BackupFormat format) throws IOException {
        byte[] all = Samples.script(3 * Block.SIZE, 2);
        for (int blocks = 1; blocks <= 2; blocks++) {
            for (int more = -2; more <= 2; more++) {
                byte[] content = Arrays.copyOf(all, blocks * Block.SIZE + more);
                content[content.length - 1] = '\n';
                Path file = directory.resolve("backup" + blocks + more);
                Samples.write(file, format, content);
                assertArrayEquals(content, Samples.read(file).content());
            }
        }
    }

    @Test
    void howTheContentArrivesDoesNotChangeTheFile() throws IOException {
        byte[] content = Samples.script(1_500_000, 3);
        Path whole = directory.resolve("whole.zip");
        Samples.write(whole, BackupFormat.ZIP, content);
        for (int seed = 0; seed < 5; seed++) {
            Path pieces = directory.resolve("pieces" + seed + ".zip");
            Samples.write(pieces, BackupFormat.ZIP, content, new Random(seed), 1 << (4 * seed + 2));
            assertEquals(-1, Files.mismatch(whole, pieces));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 9})
    void everyLevelComesBack(int level) throws IOException {
        Path file = directory.resolve("backup.zip");
        byte[] content = Samples.script(400_000, 4);
        byte[] noise = new byte[400_000];
        new Random(5).nextBytes(noise);
        try (BackupFileWriter writer = BackupFileWriter.create(file, BackupFormat.ZIP, level)) {
            writer.sql().write(content);
            writer.sql().write(noise);
            writer.sql().write('\n');
            writer.finish(Samples.draft());
        }
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(content);
        expected.writeBytes(noise);
        expected.write('\n');
        assertArrayEquals(expected.toByteArray(), Samples.read(file).content());
    }

    @Test
    void theManifestStandsOnALineOfItsOwn() throws IOException {
        Path file = directory.resolve("backup.sql");
        Manifest manifest =
                Samples.write(file, BackupFormat.SQL, (Samples.HEADER + "SELECT 1;").getBytes(StandardCharsets.UTF_8));
        List<String> lines = Files.readAllLines(file);
        assertEquals("SELECT 1;", lines.get(1));
        assertEquals(3, lines.size());
        assertEquals((Samples.HEADER + "SELECT 1;\n").length(), manifest.sqlBytes());
        assertEquals('\n', Files.readString(file).charAt((int) Files.size(file) - 1));
    }

    @Test
    void namesOfTablesSurviveWhateverIsInThem() throws IOException {
        List<Manifest.Table> tables = List.of(
                new Manifest.Table("line\nbreak\r", 1),
                new Manifest.Table("\"quoted\" 'too' \\ /", 2),
                new Manifest.Table("\u2028\u2029\u0085\u0000\u007f", 3),
                new Manifest.Table("表\uD83D\uDE00", Long.MAX_VALUE),
                new Manifest.Table("", 0),
                new Manifest.Table("-- Safeward manifest: {}", 4));
        Path file = directory.resolve("backup.sql");
        try (BackupFileWriter writer = BackupFileWriter.create(file, BackupFormat.SQL, 0)) {
            writer.sql().write(Samples.HEADER.getBytes(StandardCharsets.UTF_8));
            writer.finish(Samples.draft(tables.toArray(Manifest.Table[]::new)));
        }
        assertEquals(tables, Samples.read(file).manifest().orElseThrow().tables());
        assertEquals(2, Files.readAllLines(file).size());
        assertEquals(2, Files.readString(file).split("[\\n\\r\\u2028\\u2029]").length);
    }

    @Test
    void aManifestOfTwentyThousandTablesComesBack() throws IOException {
        Manifest.Table[] tables = new Manifest.Table[20_000];
        Arrays.setAll(tables, i -> new Manifest.Table("public.a_table_with_quite_a_long_name_" + i, i));
        Path file = directory.resolve("backup.zip");
        try (BackupFileWriter writer = BackupFileWriter.create(file, BackupFormat.ZIP, 1)) {
            writer.sql().write(Samples.HEADER.getBytes(StandardCharsets.UTF_8));
            writer.finish(Samples.draft(tables));
        }
        assertEquals(
                List.of(tables), Samples.read(file).manifest().orElseThrow().tables());
    }

    @Test
    void byOneThreadOrByManyItIsTheSameFile() throws IOException {
        byte[] content = Samples.script(3_000_000, 6);
        byte[] byOne = written(new Compression(5, 1), content);
        assertArrayEquals(byOne, written(new Compression(5, 7), content));
    }

    /** All threads run, since there is work for each of them. */
    private byte[] written(Compression compression, byte[] content) throws IOException {
        Path file = directory.resolve(compression.threads() + ".zip");
        try (BackupFileWriter writer = BackupFileWriter.create(file, BackupFormat.ZIP, ScriptKind.SQL, compression)) {
            writer.sql().write(content);
            assertEquals(compression.threads(), deflatingThreads());
            writer.finish(Samples.draft());
        }
        assertArrayEquals(content, Samples.read(file).content());
        return Files.readAllBytes(file);
    }

    private static long deflatingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("safeward-deflate-"))
                .count();
    }

    @Test
    void noMoreProcessorsThanAreAllowedAndThereAre() {
        Compression four = new Compression(5, 4);
        assertEquals(new Compression(5, 3), four.onAtMost(3));
        assertEquals(new Compression(5, 4), four.onAtMost(1000));
    }

    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void aJsonBackupIsOneJsonDocument(BackupFormat format) throws IOException {
        Path file = directory.resolve("backup");
        byte[] open = "{\"rows\":[1,2]".getBytes(StandardCharsets.UTF_8);
        try (BackupFileWriter writer = BackupFileWriter.create(file, format, ScriptKind.JSON, Compression.atLevel(6))) {
            writer.sql().write(open);
            writer.finish(Samples.draft());
        }
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE)) {
            assertEquals(ScriptKind.JSON, reader.kind());
            assertEquals(format, reader.format());
            assertEquals(
                    new String(open, StandardCharsets.UTF_8) + "\n",
                    new String(reader.sql().readAllBytes(), StandardCharsets.UTF_8));
            assertEquals("sqlite", reader.manifest().orElseThrow().engine());
        }
        if (format == BackupFormat.SQL) {
            var document = JsonParser.parseString(Files.readString(file));
            assertEquals(2, document.getAsJsonObject().size());
        }
    }

    @Test
    void onlyTheOwnerMayReadABackup() throws IOException {
        for (BackupFormat format : BackupFormat.values()) {
            Path file = directory.resolve("backup." + format);
            Samples.write(file, format, Samples.script(100, 1));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void aFileThatExistsIsNeverOverwritten() throws IOException {
        Path file = directory.resolve("backup.zip");
        Files.writeString(file, "precious");
        assertThrows(
                FileAlreadyExistsException.class, () -> BackupFileWriter.create(file, BackupFormat.ZIP, Samples.LEVEL));
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void aBackupWithoutItsHeaderIsNotFinished() throws IOException {
        try (BackupFileWriter writer =
                BackupFileWriter.create(directory.resolve("b"), BackupFormat.SQL, Samples.LEVEL)) {
            writer.sql().write("SELECT 1;\n".getBytes(StandardCharsets.UTF_8));
            assertThrows(IllegalStateException.class, () -> writer.finish(Samples.draft()));
        }
    }
}
