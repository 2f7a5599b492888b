package org.safeward.backup.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.Sha256;
import org.safeward.catalog.CopyPlace;
import org.safeward.destinations.CopyState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What a client is sent of a file that is not the backup: never its end. */
class StreamedCopyTest {
    private static final int BYTES = 300_000;

    @TempDir
    Path folder;

    private StoredBackup backup;

    @BeforeEach
    void aBackup() throws IOException {
        backup = new StoredBackup(folder).directories("near", "far").made(BYTES).in("near", "far");
    }

    @AfterEach
    void close() {
        backup.close();
    }

    @Test
    void theEndOfAChangedCopyIsNotSentAndTheNextOneIsTakenFromThenOn() throws IOException {
        backup.away();
        damage(near(), BYTES / 3);
        requireBrokenOff();
        assertEquals(CopyState.DAMAGED, backup.copy("near").state());
        assertEquals(ErrorCode.BACKUP_DAMAGED, backup.copy("near").errorCode());
        try (InputStream far = found().proven()) {
            assertArrayEquals(Files.readAllBytes(folder.resolve("kept")), far.readAllBytes());
        }
    }

    @Test
    void whatWasChangedAfterItWasChosenIsNotSentWhole() throws IOException {
        backup.away();
        StreamedCopy grown = found();
        Files.write(near(), new byte[1], StandardOpenOption.APPEND);
        assertThrows(Fault.class, () -> sent(grown));
        StreamedCopy far = found();
        Files.write(far(), new byte[BYTES - 1]);
        assertThrows(Fault.class, () -> sent(far));
    }

    @Test
    void soIsAFileOnADisk() throws IOException {
        damage(backup.file(), BYTES - 1);
        requireBrokenOff();
        assertTrue(backup.record().check(CopyPlace.FIRST).isDamaged());
        assertEquals(BYTES, sent(found()).length, "from a destination");
        Files.copy(folder.resolve("kept"), backup.file(), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(backup.file().getFileName().toString(), found().fileName());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000})
    void whatIsRightIsSentToItsLastByte(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        assertArrayEquals(content, sent(copy(content, content)));
        if (bytes > 0) {
            byte[] other = content.clone();
            other[bytes - 1] ^= 1;
            assertThrows(Fault.class, () -> sent(copy(content, other)));
        }
    }

    private static StreamedCopy copy(byte[] promised, byte[] there) {
        return new StreamedCopy(
                "x", promised.length, Sha256.hex(promised), from -> new ByteArrayInputStream(there), reason -> {});
    }

    private void requireBrokenOff() throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try (InputStream in = found().proven()) {
            Fault fault = assertThrows(Fault.class, () -> in.transferTo(got));
            assertEquals(ErrorCode.BACKUP_DAMAGED, fault.code());
        }
        assertTrue(got.size() < BYTES, got.size() + " bytes");
    }

    private static byte[] sent(StreamedCopy copy) throws IOException {
        try (InputStream in = copy.proven()) {
            return in.readAllBytes();
        }
    }

    private StreamedCopy found() throws IOException {
        return backup.beans().get(NearestStream.class).find(backup.record());
    }

    private static void damage(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private Path near() {
        return folder.resolve("near").resolve(StoredBackup.NAME);
    }

    private Path far() {
        return folder.resolve("far").resolve(StoredBackup.NAME);
    }
}
