package org.safeward.archive.age;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.safeward.archive.age.AgeSamples.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Any part of an encrypted file reads as the same part of its content. */
class DecryptedChannelTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, 131072, 1_000_000})
    void anyPartIsThatPart(int bytes) throws IOException {
        byte[] content = random(bytes);
        Path file = directory.resolve("backup.age");
        encryptTo(file, content);
        Random random = new Random(7);
        try (DecryptedChannel channel = DecryptedChannel.open(open(file), IDENTITY)) {
            for (int round = 0; round < 500; round++) {
                int from = random.nextInt(bytes + 10);
                ByteBuffer part = ByteBuffer.allocate(random.nextInt(round % 5 == 0 ? 200_000 : 300) + 1);
                channel.position(from);
                while (part.hasRemaining() && channel.read(part) >= 0) {
                    // Until it is full or the end has come.
                }
                int expected = Math.max(0, Math.min(part.capacity(), bytes - from));
                assertEquals(expected, part.position());
                int start = Math.min(from, bytes);
                assertArrayEquals(
                        Arrays.copyOfRange(content, start, start + expected), Arrays.copyOf(part.array(), expected));
                assertEquals(from + expected, channel.position());
            }
        }
    }

    /** Chunks that nobody asks for are not read; those that somebody does are proven first. */
    @Test
    void givesNoByteOfAChunkThatWasChanged() throws IOException {
        Path file = directory.resolve("backup.age");
        PayloadKey key = encryptTo(file, random(300_000));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            channel.write(ByteBuffer.allocate(2), key.header().length + 65552 + 1000);
        }
        try (DecryptedChannel channel = DecryptedChannel.open(open(file), IDENTITY)) {
            channel.position(2 * 65536);
            ByteBuffer read = ByteBuffer.allocate(10);
            channel.read(read);
            channel.position(65536);
            Fault fault = assertThrows(Fault.class, () -> channel.read(ByteBuffer.allocate(1)));
            assertEquals(ErrorCode.ENCRYPTED_DAMAGED, fault.code());
            assertThrows(Fault.class, () -> channel.read(ByteBuffer.allocate(1)), "nor at the second attempt");
        }
    }

    @Test
    void isReadOnlyAndClosesItsFile() throws IOException {
        Path file = directory.resolve("backup.age");
        encryptTo(file, random(10));
        FileChannel inner = open(file);
        DecryptedChannel channel = DecryptedChannel.open(inner, IDENTITY);
        assertThrows(NonWritableChannelException.class, () -> channel.write(ByteBuffer.allocate(1)));
        assertThrows(NonWritableChannelException.class, () -> channel.truncate(1));
        assertThrows(IllegalArgumentException.class, () -> channel.position(-1));
        channel.close();
        assertEquals(false, inner.isOpen());
        assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
    }
}
