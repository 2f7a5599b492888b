package org.safeward.archive.age;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.safeward.archive.age.AgeSamples.IDENTITY;
import static org.safeward.archive.age.AgeSamples.RECIPIENTS;
import static org.safeward.archive.age.AgeSamples.decrypted;
import static org.safeward.archive.age.AgeSamples.encrypted;
import static org.safeward.archive.age.AgeSamples.random;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fixture.Waiting;

/** Streams of so many chunks that several threads work on them. */
class SideBySideTest {
    /** More than all runs together have. */
    private static final int MANY = (RunsAtWork.MOST + 1) * ChunkRun.PLAIN + 1000;

    @AfterEach
    void noThreadIsLeft() throws IOException {
        assertTrue(Waiting.until(Duration.ofSeconds(20), () -> threads() == 0), threads() + " threads");
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("safeward-age"))
                .count();
    }

    /** Around the ends of chunks and runs. */
    static IntStream sizes() {
        return IntStream.of(Chunks.PLAIN, ChunkRun.PLAIN, 2 * ChunkRun.PLAIN, RunsAtWork.MOST * ChunkRun.PLAIN, MANY)
                .flatMap(size -> IntStream.of(size - 1, size, size + 1));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void comesBackAsItWas(int size, @TempDir Path folder) throws IOException {
        byte[] content = random(size);
        byte[] file = encrypted(content);
        assertArrayEquals(content, decrypted(file), "as a stream");
        assertArrayEquals(content, decrypted(Files.write(folder.resolve("file.age"), file)), "as a channel");
    }

    /** However it was written, and by however many threads: each chunk is where the format has it. */
    @Test
    void bothWaysOfWritingMakeWhatBothWaysOfReadingTake(@TempDir Path folder) throws IOException {
        byte[] content = random(MANY);
        AgeSamples.encryptTo(folder.resolve("file.age"), content).close();
        assertArrayEquals(content, decrypted(Files.readAllBytes(folder.resolve("file.age"))));
    }

    @Test
    void aFaultInTheMiddleComesBehindWhatIsSoundAndAgainWhenAskedAgain() throws IOException {
        byte[] file = encrypted(random(MANY));
        int sound = 5;
        file[file.length - MANY % Chunks.PLAIN - Chunks.TAG - (MANY / Chunks.PLAIN - sound) * Chunks.SEALED] ^= 1;
        try (InputStream in = DecryptedStream.open(new ByteArrayInputStream(file), IDENTITY)) {
            assertArrayEquals(Arrays.copyOf(random(MANY), sound * Chunks.PLAIN), in.readNBytes(sound * Chunks.PLAIN));
            for (int time = 0; time < 3; time++) {
                assertEquals(
                        ErrorCode.ENCRYPTED_DAMAGED,
                        assertThrows(Fault.class, in::read).code());
            }
        }
    }

    @Test
    void aFileThatIsCutBetweenRunsIsTruncated() throws IOException {
        byte[] file = encrypted(random(MANY));
        int header = file.length - MANY - Chunks.TAG * (MANY / Chunks.PLAIN + 1);
        for (int run = 1; run <= RunsAtWork.MOST; run++) {
            byte[] cut = Arrays.copyOf(file, header + run * ChunkRun.SEALED);
            assertEquals(
                    ErrorCode.ENCRYPTED_TRUNCATED,
                    assertThrows(Fault.class, () -> decrypted(cut)).code());
        }
    }

    /** The disk is full in the middle: what follows must not make the file look whole. */
    @Test
    void aWriteThatFailedIsNotFollowedByAnEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) {
                out.write(value);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                boolean first = out.size() < ChunkRun.PLAIN && out.size() + length > ChunkRun.PLAIN;
                out.write(bytes, offset, first ? length / 2 : length);
                if (first) {
                    throw new IOException("full");
                }
            }
        };
        try (EncryptedStream stream = new EncryptedStream(full, RECIPIENTS)) {
            assertThrows(IOException.class, () -> stream.write(random(2 * MANY)));
            assertThrows(IOException.class, () -> stream.write(1));
            assertThrows(IOException.class, stream::finish);
        }
    }

    @Test
    void anInterruptEndsWritingAndStays() throws IOException {
        try (EncryptedStream stream = new EncryptedStream(OutputStream.nullOutputStream(), RECIPIENTS)) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, () -> stream.write(random(MANY)));
            assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
            assertThrows(IOException.class, stream::finish);
        } finally {
            Thread.interrupted();
        }
    }

    /** All is read from the source by then, and what was at work is lost: that is not the end of the file. */
    @ParameterizedTest
    @ValueSource(ints = {2 * ChunkRun.PLAIN, 10 * ChunkRun.PLAIN})
    void anInterruptEndsReadingAndIsNotFollowedByAnEnd(int size) throws IOException {
        byte[] file = encrypted(random(size));
        try (InputStream in = DecryptedStream.open(new ByteArrayInputStream(file), IDENTITY)) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, in::read);
            assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
            assertThrows(IOException.class, in::read);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aSourceThatFailsIsNotFollowedByAnEnd() throws IOException {
        byte[] file = encrypted(random(MANY));
        InputStream failing = new SequenceInputStream(new ByteArrayInputStream(file, 0, 500_000), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("lost");
            }
        });
        try (InputStream in = DecryptedStream.open(failing, IDENTITY)) {
            assertThrows(IOException.class, in::readAllBytes);
            assertThrows(IOException.class, in::read);
        }
    }

    /** Whoever gives up half-way need not close it for its threads to end. */
    @Test
    void whoReadsHalfOfItLeavesNoThread() throws IOException {
        InputStream in = DecryptedStream.open(new ByteArrayInputStream(encrypted(random(MANY))), IDENTITY);
        assertEquals(random(MANY)[0], (byte) in.read());
        assertTrue(threads() > 0);
    }

    @Test
    void aShortFileNeedsNoThread() throws IOException {
        byte[] file = encrypted(random(ChunkRun.PLAIN));
        try (InputStream in = DecryptedStream.open(new ByteArrayInputStream(file), IDENTITY)) {
            assertEquals(random(ChunkRun.PLAIN)[0], (byte) in.read());
            assertEquals(0, threads());
        }
    }
}
