package org.safeward.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.parallel.Compression;
import org.safeward.archive.parallel.ReadAhead;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateFile;

/** What fails, or is given up half-way, ends at once, says so, and leaves no thread behind. */
@Timeout(30)
class InterruptedWorkTest {
    private static final int PLENTY = 20_000_000;

    @TempDir
    Path directory;

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        // A thread that has done its last work still stands in the list for some microseconds.
        for (int tries = 0; tries < 50 && !ourThreads().isEmpty(); tries++) {
            Thread.sleep(10);
        }
        assertEquals(List.of(), ourThreads());
    }

    /** Linux shows what a process has open. */
    @AfterEach
    void noFileIsLeftOpen() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            List<Path> left = open.filter(Files::isSymbolicLink)
                    .map(InterruptedWorkTest::target)
                    .filter(target -> target.startsWith(directory))
                    .toList();
            assertEquals(List.of(), left);
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            // Closed since the listing: the descriptor of the listing itself.
            return descriptor;
        }
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("safeward-"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void aWriterGivenUpHalfWayLeavesNothingThatRuns(BackupFormat format) throws IOException {
        BackupFileWriter writer = BackupFileWriter.create(directory.resolve("b"), format, 9);
        writer.sql().write(Samples.script(PLENTY, 1));
        writer.close();
        writer.close();
        assertThrows(IOException.class, () -> writer.sql().write('x'));
    }

    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void aReaderGivenUpHalfWayLeavesNothingThatRuns(BackupFormat format) throws IOException {
        Path file = directory.resolve("b");
        Samples.write(file, format, Samples.script(PLENTY, 1));
        for (int bytes : new int[] {0, 1, 1_000_000}) {
            BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE);
            InputStream sql = reader.sql();
            assertEquals(bytes, sql.readNBytes(bytes).length);
            assertThrows(IllegalStateException.class, reader::manifest);
            reader.close();
            reader.close();
            assertThrows(IOException.class, sql::read);
        }
    }

    @Test
    void aReaderOpenedAndNeverReadStartsNothing() throws Exception {
        Path file = directory.resolve("b");
        Samples.write(file, BackupFormat.ZIP, Samples.script(1000, 1));
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE)) {
            noThreadIsLeft();
            assertEquals(BackupFormat.ZIP, reader.format());
        }
    }

    @Test
    void aRefusedFileIsClosed() throws IOException {
        Path file = directory.resolve("b");
        Files.writeString(file, "PK");
        assertEquals(ErrorCode.ZIP_INVALID, Samples.refusal(file));
        noFileIsLeftOpen();
        Samples.foreignZip(file, "a.sql", Samples.script(1000, 1));
        assertEquals(ErrorCode.BACKUP_TRUNCATED, Samples.refusal(file));
        noFileIsLeftOpen();
    }

    @Test
    void aFaultReachesTheReaderBehindTheBytesBeforeItAndStays() throws IOException {
        Path file = directory.resolve("b");
        byte[] content = Samples.script(PLENTY, 1);
        Files.write(file, content);
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE)) {
            InputStream sql = reader.sql();
            assertArrayEquals(content, sql.readNBytes(content.length));
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        ErrorCode.BACKUP_TRUNCATED,
                        assertThrows(Fault.class, sql::read).code());
            }
            assertThrows(IllegalStateException.class, reader::manifest);
        }
    }

    @Test
    void readingAheadStopsWhenNobodyReads() throws Exception {
        AtomicInteger filled = new AtomicInteger();
        try (ReadAhead stream = new ReadAhead("safeward-test", out -> {
            byte[] some = new byte[10_000];
            for (int i = 0; i < 10_000; i++) {
                out.write(some);
                filled.addAndGet(some.length);
            }
        })) {
            assertEquals(0, stream.read());
            int before;
            do {
                before = filled.get();
                Thread.sleep(200);
            } while (filled.get() != before);
            assertTrue(before < 2_000_000, before + " bytes read ahead");
        }
    }

    @Test
    void anErrorOfTheFillingThreadIsNoEndOfTheStream() {
        try (ReadAhead stream = new ReadAhead("safeward-test", out -> {
            throw new OutOfMemoryError("as if");
        })) {
            assertThrows(IOException.class, stream::read);
            assertFalse(stream.ended());
        }
    }

    @Test
    void anInterruptEndsTheWait() {
        try (ReadAhead stream = new ReadAhead("safeward-test", out -> {
            try {
                Thread.sleep(Duration.ofMinutes(1).toMillis());
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        })) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, stream::read);
            assertTrue(Thread.interrupted());
        }
    }

    /** Linux's /dev/full answers every write as a full disk does. */
    @Test
    void aFullDiskIsNamedAsSuch() throws IOException {
        Path full = Path.of("/dev/full");
        byte[] content = Samples.script(PLENTY, 1);
        FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE);
        Framing framing = new PlainFraming(new FileTarget.Plain(channel));
        try (BackupFileWriter writer =
                new BackupFileWriter(full, channel, new FileTarget.Plain(channel), ScriptKind.SQL, framing)) {
            Fault fault = assertThrows(Fault.class, () -> writer.sql().write(content));
            assertEquals(ErrorCode.DISK_FULL, fault.code());
            // And no later call takes it for mended.
            assertThrows(Fault.class, () -> writer.sql().write(content));
            assertThrows(Fault.class, () -> writer.finish(Samples.draft()));
            assertThrows(IllegalStateException.class, () -> writer.finish(Samples.draft()));
        }
    }

    @Test
    void aFileClosedUnderTheWriterIsAnOrdinaryError() throws IOException {
        Path file = directory.resolve("b");
        FileChannel channel = PrivateFile.create(file);
        Framing framing = new ZipFraming(new FileTarget.Plain(channel), "backup.sql", Compression.atLevel(1));
        try (BackupFileWriter writer =
                new BackupFileWriter(file, channel, new FileTarget.Plain(channel), ScriptKind.SQL, framing)) {
            channel.close();
            byte[] content = Samples.script(PLENTY, 1);
            assertThrows(IOException.class, () -> writer.sql().write(content));
            assertThrows(IOException.class, () -> writer.finish(Samples.draft()));
        }
    }

    @Test
    void anInterruptedWriterLeavesAFileThatIsRefused() throws IOException {
        Path file = directory.resolve("b");
        try (BackupFileWriter writer = BackupFileWriter.create(file, BackupFormat.ZIP, 1)) {
            writer.sql().write(Samples.script(1000, 1));
            Thread.currentThread().interrupt();
            IOException e = assertThrows(IOException.class, () -> writer.sql().write(Samples.script(PLENTY, 1)));
            Thread.interrupted();
            assertThrows(IOException.class, () -> writer.sql().write('x'));
            assertThrows(IOException.class, () -> writer.finish(Samples.draft()));
            assertTrue(e instanceof InterruptedIOException, e.toString());
        } finally {
            Thread.interrupted();
        }
        assertEquals(ErrorCode.ZIP_INVALID, Samples.refusal(file));
    }
}
