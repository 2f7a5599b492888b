package org.safeward.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.EncryptedStream;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.KeyPair;
import org.safeward.archive.age.Recipients;
import org.safeward.archive.content.FileSum;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.parallel.Compression;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** A backup file within the age format: written, read back by the key in memory, and by its identity. Needs age and unzip. */
class EncryptedBackupTest {
    private final KeyPair pair = KeyPair.make();
    private final Recipients recipients = Recipients.parse(pair.publicKey());

    @TempDir
    Path directory;

    private Path file;
    private byte[] content;

    @BeforeEach
    void name() {
        file = directory.resolve("backup.age");
        content = Samples.script(500_000, 1);
    }

    private DecryptionKey write(BackupFormat format) throws IOException {
        try (BackupFileWriter writer = BackupFileWriter.create(
                file, format, ScriptKind.SQL, Compression.atLevel(1), Optional.of(recipients))) {
            writer.sql().write(content);
            writer.finish(Samples.draft());
            return writer.key();
        }
    }

    private byte[] read(DecryptionKey key) throws IOException {
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE, key)) {
            byte[] sql = reader.sql().readAllBytes();
            assertEquals(FileSum.sha256(file, () -> {}), reader.fileSha256(), "of the file as it lies there");
            assertEquals(sql.length, reader.sqlBytes());
            return sql;
        }
    }

    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void readsBackByTheKeyInMemoryAndByItsIdentity(BackupFormat format) throws IOException {
        DecryptionKey key = write(format);

        assertArrayEquals(content, read(key));
        assertArrayEquals(content, read(Identity.parse(pair.secretKey())));
        String stored = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(stored.contains("backup.sql"), "the ZIP's own words are encrypted too");
        key.close();
        assertThrows(IllegalStateException.class, () -> read(key));
    }

    @Test
    void ageAndUnzipAloneGetItBack() throws Exception {
        write(BackupFormat.ZIP);
        Path identity = Files.writeString(directory.resolve("identity"), pair.secretKey());
        Path zip = directory.resolve("backup.sql.zip");
        run("age", "-d", "-i", identity.toString(), "-o", zip.toString(), file.toString());
        run("unzip", "-q", zip.toString(), "-d", directory.toString());
        byte[] script = Files.readAllBytes(directory.resolve("backup.sql"));
        assertArrayEquals(content, java.util.Arrays.copyOf(script, content.length));
    }

    @Test
    void needsTheRightIdentity() throws IOException {
        write(BackupFormat.ZIP);
        assertEquals(ErrorCode.ENCRYPTED_NO_IDENTITY, fault(DecryptionKey.NONE));
        assertEquals(
                ErrorCode.ENCRYPTED_FOR_OTHERS,
                fault(Identity.parse(KeyPair.make().secretKey())));
    }

    @Test
    void tellsWhatWasCutShort() throws IOException {
        DecryptionKey key = write(BackupFormat.SQL);
        byte[] whole = Files.readAllBytes(file);
        int step = Math.max(1, whole.length / 40);
        for (int length = whole.length - 1; length > 0; length -= step) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            ErrorCode code = fault(key);
            assertEquals("ENCRYPTED", code.name().split("_")[0], code + " at " + length);
        }
    }

    /** What is encrypted within is content, and as such no backup; nobody asks for one key after the other. */
    @Test
    void refusesAnEncryptedFileWithinAnother() throws IOException {
        write(BackupFormat.ZIP);
        encrypt(Files.readAllBytes(file));
        assertEquals(ErrorCode.FILE_ENCRYPTED, fault(Identity.parse(pair.secretKey())));
        encrypt(new byte[0]);
        assertEquals(ErrorCode.FILE_EMPTY, fault(Identity.parse(pair.secretKey())));
    }

    @Test
    void holdsAgainstABombWithin() throws IOException {
        content = (Samples.HEADER + "-- ".repeat(3_000_000) + "\n").getBytes(StandardCharsets.US_ASCII);
        DecryptionKey key = write(BackupFormat.ZIP);
        Fault fault = assertThrows(
                Fault.class,
                () -> BackupFileReader.open(file, ReadLimits.foreign(1_000_000, () -> Long.MAX_VALUE), key)
                        .close());
        assertEquals(ErrorCode.ZIP_BOMB, fault.code());
    }

    private void encrypt(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EncryptedStream stream = new EncryptedStream(out, recipients)) {
            stream.write(bytes);
            stream.finish();
        }
        Files.write(file, out.toByteArray());
    }

    private ErrorCode fault(DecryptionKey key) {
        return assertThrows(Fault.class, () -> read(key)).code();
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), command[0]);
    }
}
