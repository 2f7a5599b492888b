package org.safeward.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

class DamagedFileTest {
    /** Faults that say of a file that it is not what was written. */
    private static final Set<ErrorCode> REFUSALS = EnumSet.of(
            ErrorCode.FILE_EMPTY,
            ErrorCode.ZIP_INVALID,
            ErrorCode.ZIP_NO_SQL,
            ErrorCode.ZIP_ENCRYPTED,
            ErrorCode.ZIP_UNSAFE_NAME,
            ErrorCode.BACKUP_TRUNCATED,
            ErrorCode.BACKUP_DAMAGED,
            ErrorCode.BACKUP_TOO_NEW);

    @TempDir
    Path directory;

    private Path damaged;
    private final byte[] content = Samples.script(400, 1);

    @BeforeEach
    void name() {
        damaged = directory.resolve("damaged");
    }

    private byte[] whole(BackupFormat format) throws IOException {
        Path file = directory.resolve("whole");
        Samples.write(file, format, content);
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void aFileCutAnywhereIsRefused(BackupFormat format) throws IOException {
        byte[] whole = whole(format);
        for (int length = 0; length < whole.length; length++) {
            Files.write(damaged, Arrays.copyOf(whole, length));
            if (format == BackupFormat.ZSTD && length == whole.length - seekTable(whole)) {
                // All frames are there; what is missing only tells where they stand, and others' programs write none.
                assertArrayEquals(content, Samples.read(damaged).content());
                continue;
            }
            assertTrue(REFUSALS.contains(Samples.refusal(damaged)), length + " of " + whole.length);
        }
    }

    /** Bytes of the table at the end, which says at its own end how many frames it knows. */
    private static int seekTable(byte[] whole) {
        int frames = ByteBuffer.wrap(whole, whole.length - 9, 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        return 8 + 8 * frames + 9;
    }

    /** Bytes that carry nothing, as times and modes in a ZIP, may change: but never what is read. */
    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void aFileWithAnyByteChangedIsRefusedOrReadsTheSame(BackupFormat format) throws IOException {
        byte[] whole = whole(format);
        int accepted = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int change : new int[] {0x01, 0x80}) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) change;
                Files.write(damaged, changed);
                try {
                    Samples.Read read = Samples.read(damaged);
                    assertArrayEquals(content, read.content());
                    assertTrue(read.manifest().isPresent());
                    accepted++;
                } catch (Fault e) {
                    assertTrue(REFUSALS.contains(e.code()), () -> e.getMessage());
                }
            }
        }
        // Versions, times, modes and the padding: nothing else in a ZIP, nothing but the table in frames of zstd, and
        // nothing at all in a script.
        int most = switch (format) {
            case SQL -> 0;
            case ZIP -> 2 * 80;
            case ZSTD -> 2 * seekTable(whole);
        };
        assertTrue(accepted <= most, accepted + " changes accepted");
    }

    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void aFileWithSomethingBehindItsEndIsRefused(BackupFormat format) throws IOException {
        byte[] whole = whole(format);
        for (String more : new String[] {"\n", "x", "SELECT 1;\n", "-- Safeward manifest: {}\n"}) {
            byte[] longer = Arrays.copyOf(whole, whole.length + more.length());
            byte[] tail = more.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(tail, 0, longer, whole.length, tail.length);
            Files.write(damaged, longer);
            assertTrue(REFUSALS.contains(Samples.refusal(damaged)));
        }
    }

    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void aFileThatWasNeverFinishedIsRefused(BackupFormat format) throws IOException {
        for (int bytes : new int[] {0, 1, 10, 500, 400_000}) {
            Path file = directory.resolve("unfinished" + bytes);
            try (BackupFileWriter writer = BackupFileWriter.create(file, format, Samples.LEVEL)) {
                writer.sql().write(Samples.script(400_000, 1), 0, bytes);
            }
            assertTrue(REFUSALS.contains(Samples.refusal(file)));
        }
    }

    @Test
    void twoFilesJoinedAreRefused() throws IOException {
        byte[] whole = whole(BackupFormat.SQL);
        byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);
        Files.write(damaged, twice);
        assertEquals(ErrorCode.BACKUP_DAMAGED, Samples.refusal(damaged));
    }

    @Test
    void aScriptWithoutItsManifestWasCutShort() throws IOException {
        Files.write(damaged, content);
        assertEquals(ErrorCode.BACKUP_TRUNCATED, Samples.refusal(damaged));
        Samples.foreignZip(damaged, "backup.sql", content);
        assertEquals(ErrorCode.BACKUP_TRUNCATED, Samples.refusal(damaged));
    }

    @Test
    void aNewerFormatIsNamedAsSuch() throws IOException {
        String text = new String(whole(BackupFormat.SQL), StandardCharsets.UTF_8);
        Files.writeString(damaged, text.replace("{\"format\":2,", "{\"format\":3,"));
        assertEquals(ErrorCode.BACKUP_TOO_NEW, Samples.refusal(damaged));
    }

    @Test
    void aForeignScriptWithALineLikeAManifestAtItsEndIsDamaged() throws IOException {
        Files.writeString(damaged, "SELECT 1;\n-- Safeward manifest: {\"format\":1}\n");
        assertEquals(ErrorCode.BACKUP_DAMAGED, Samples.refusal(damaged));
    }
}
