package org.safeward.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.KeyPair;
import org.safeward.archive.age.Recipients;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.parallel.Compression;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** An image packed by us comes out of the zstd program as it went in, and what is not whole is refused. */
class SnapshotFileTest {
    private static final Set<ErrorCode> REFUSALS = EnumSet.of(
            ErrorCode.FILE_EMPTY, ErrorCode.BACKUP_TRUNCATED, ErrorCode.BACKUP_DAMAGED, ErrorCode.BACKUP_TOO_NEW);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("a.db.zst");
    }

    /** Begins as a database does, with bytes that no text has, and lines that look like a manifest's. */
    private static byte[] image(int bytes) {
        byte[] image = new byte[bytes];
        new Random(bytes).nextBytes(image);
        Arrays.fill(image, bytes / 2, bytes, (byte) 7);
        byte[] header = ScriptKind.SNAPSHOT.header().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(header, 0, image, 0, header.length);
        byte[] end = "\n-- Safeward manifest: {}\nSafeward manifest: {}\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(end, 0, image, bytes - end.length, end.length);
        return image;
    }

    private static Manifest write(Path file, byte[] image, Optional<Recipients> recipients) throws IOException {
        try (BackupFileWriter writer = BackupFileWriter.create(
                file, BackupFormat.ZSTD, ScriptKind.SNAPSHOT, Compression.atLevel(1), recipients)) {
            writer.sql().write(image);
            return writer.finish(Samples.draft(new Manifest.Table("t", 1)));
        }
    }

    private byte[] whole(byte[] image) throws IOException {
        Files.deleteIfExists(file);
        write(file, image, Optional.empty());
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1 << 20, (1 << 20) + 1, 3_500_000})
    void theProgramUnpacksExactlyTheImage(int bytes) throws Exception {
        byte[] image = image(bytes);
        Manifest manifest = write(file, image, Optional.empty());
        Path unpacked = directory.resolve("a.db");
        run("zstd", "-q", "-d", file.toString(), "-o", unpacked.toString());
        assertArrayEquals(image, Files.readAllBytes(unpacked));
        run("zstd", "-q", "-t", file.toString());
        Samples.Read read = Samples.read(file);
        assertArrayEquals(image, read.content());
        assertEquals(Optional.of(manifest), read.manifest());
        assertEquals(bytes, read.sqlBytes());
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE)) {
            assertEquals(ScriptKind.SNAPSHOT, reader.kind());
        }
    }

    @Test
    void oneThatIsEncryptedIsReadWithItsKeyAlone() throws Exception {
        byte[] image = image(2_000_000);
        KeyPair pair = KeyPair.make();
        Manifest manifest = write(file, image, Optional.of(Recipients.parse(pair.publicKey())));
        try (DecryptionKey key = Identity.parse(pair.secretKey());
                BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE, key)) {
            assertEquals(ScriptKind.SNAPSHOT, reader.kind());
            assertArrayEquals(image, reader.sql().readAllBytes());
            assertEquals(-1, reader.sql().read());
            assertEquals(Optional.of(manifest), reader.manifest());
        }
        assertEquals(ErrorCode.ENCRYPTED_NO_IDENTITY, Samples.refusal(file));
    }

    @Test
    void oneThatIsCutAnywhereIsRefused() throws IOException {
        byte[] whole = whole(image(1500));
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            ErrorCode expected = length == 0 ? ErrorCode.FILE_EMPTY : ErrorCode.BACKUP_TRUNCATED;
            assertEquals(expected, Samples.refusal(file), length + " of " + whole.length);
        }
    }

    @Test
    void oneThatIsCutBetweenItsFramesIsRefused() throws IOException {
        byte[] whole = whole(image(3_500_000));
        for (int length = 1; length < whole.length; length += 9973) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertEquals(ErrorCode.BACKUP_TRUNCATED, Samples.refusal(file), length + " of " + whole.length);
        }
    }

    /** What only says how much memory unpacking takes may change: never what is read. */
    @Test
    void anyChangedByteIsFoundOrReadsTheSame() throws IOException {
        byte[] image = image(1500);
        byte[] whole = whole(image);
        List<Integer> accepted = new ArrayList<>();
        for (int at = 0; at < whole.length; at++) {
            for (int change : new int[] {0x01, 0x80}) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) change;
                Files.write(file, changed);
                try {
                    Samples.Read read = Samples.read(file);
                    assertArrayEquals(image, read.content());
                    assertTrue(read.manifest().isPresent());
                    accepted.add(at);
                } catch (Fault e) {
                    assertTrue(REFUSALS.contains(e.code()), e::getMessage);
                }
            }
        }
        assertTrue(accepted.size() <= 2, () -> "of " + whole.length + ": " + accepted);
    }

    @Test
    void whatStandsBehindOrBetweenIsRefused() throws IOException {
        byte[] whole = whole(image(1500));
        byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 'x'};
        for (int at : new int[] {35, whole.length}) {
            byte[] longer = new byte[whole.length + skippable.length];
            System.arraycopy(whole, 0, longer, 0, at);
            System.arraycopy(skippable, 0, longer, at, skippable.length);
            System.arraycopy(whole, at, longer, at + skippable.length, whole.length - at);
            Files.write(file, longer);
            assertTrue(REFUSALS.contains(Samples.refusal(file)), "at " + at);
        }
        byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);
        Files.write(file, twice);
        assertEquals(ErrorCode.BACKUP_DAMAGED, Samples.refusal(file));
    }

    @Test
    void theContentOfOneWithTheManifestOfAnotherIsDamaged() throws IOException {
        byte[] one = image(1500);
        byte[] other = one.clone();
        other[300] ^= 1;
        byte[] whole = whole(one);
        byte[] exchanged = whole(other);
        assertEquals(whole.length, exchanged.length);
        int manifest = new String(whole, StandardCharsets.ISO_8859_1).indexOf("Safeward manifest: {\"format\"");
        System.arraycopy(exchanged, 0, whole, 0, manifest - 8);
        Files.write(file, whole);
        assertEquals(ErrorCode.BACKUP_DAMAGED, Samples.refusal(file));
    }

    @Test
    void oneThatWasNeverFinishedIsRefused() throws IOException {
        byte[] image = image(2_500_000);
        for (int bytes : new int[] {0, 1, 500, 2_500_000}) {
            Files.deleteIfExists(file);
            try (BackupFileWriter writer =
                    BackupFileWriter.create(file, BackupFormat.ZSTD, ScriptKind.SNAPSHOT, Compression.atLevel(1))) {
                writer.sql().write(image, 0, bytes);
            }
            assertEquals(ErrorCode.BACKUP_TRUNCATED, Samples.refusal(file), bytes + " bytes");
        }
    }

    /** Whoever packs a database himself has not made a backup: it stays what it was for whoever reads scripts. */
    @Test
    void aDatabaseThatSomebodyPackedIsNoSnapshot() throws Exception {
        Path plain = Files.write(directory.resolve("a.db"), image(5000));
        run("zstd", "-q", plain.toString(), "-o", file.toString());
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE)) {
            assertEquals(ScriptKind.SQL, reader.kind());
            reader.sql().readAllBytes();
            assertEquals(-1, reader.sql().read());
            assertTrue(reader.manifest().isEmpty());
        }
    }

    @Test
    void isPackedInNoOtherWay() {
        for (BackupFormat format : List.of(BackupFormat.SQL, BackupFormat.ZIP)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> BackupFileWriter.create(file, format, ScriptKind.SNAPSHOT, Compression.atLevel(1)));
        }
        assertEquals(".db.zst", BackupFormat.ZSTD.suffix(ScriptKind.SNAPSHOT));
        assertEquals(
                Map.of("a.db.zst", true, "a.db", false),
                Map.of("a.db.zst", BackupFormat.isName("a.db.zst"), "a.db", BackupFormat.isName("a.db")));
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), String.join(" ", command));
    }
}
