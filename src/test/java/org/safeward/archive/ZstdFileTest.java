package org.safeward.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.ReadLimits;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Ours are read by the zstd program, and those of the program by us. */
class ZstdFileTest {
    private static final int SEVERAL_FRAMES = 3_500_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {100, 1 << 20, SEVERAL_FRAMES})
    void theProgramTakesOurs(int bytes) throws Exception {
        byte[] content = Samples.script(bytes, 1);
        Path ours = directory.resolve("ours.sql.zst");
        Samples.write(ours, BackupFormat.ZSTD, content, new Random(1), 100_000);
        run("zstd", "-q", "-t", ours.toString());
        byte[] script = run("zstd", "-q", "-dc", ours.toString());
        assertArrayEquals(content, Arrays.copyOf(script, content.length));
        assertTrue(new String(script, content.length, script.length - content.length, StandardCharsets.UTF_8)
                .startsWith("-- Safeward manifest: "));
        String listing = new String(run("zstd", "-lv", ours.toString()), StandardCharsets.UTF_8);
        assertTrue(listing.contains("Check: XXH64"), listing);
        assertArrayEquals(content, Samples.read(ours).content());
    }

    /** The table is where a program that reads only a part looks: each entry leads to a frame that unpacks by itself. */
    @Test
    void eachFrameUnpacksByItself() throws Exception {
        byte[] content = Samples.script(SEVERAL_FRAMES, 2);
        Path ours = directory.resolve("ours.sql.zst");
        Samples.write(ours, BackupFormat.ZSTD, content);
        byte[] file = Files.readAllBytes(ours);
        List<int[]> entries = entries(file);
        int at = 0;
        int unpacked = 0;
        for (int[] entry : entries) {
            Path frame = Files.write(directory.resolve("frame.zst"), Arrays.copyOfRange(file, at, at + entry[0]));
            byte[] piece = run("zstd", "-q", "-dc", frame.toString());
            assertEquals(entry[1], piece.length);
            int known = Math.min(piece.length, Math.max(0, content.length - unpacked));
            assertTrue(Arrays.equals(piece, 0, known, content, unpacked, unpacked + known));
            at += entry[0];
            unpacked += entry[1];
        }
        assertTrue(entries.size() >= 4, "frames: " + entries.size());
    }

    /** Of the table at the file's end: bytes in the file, and unpacked. */
    private static List<int[]> entries(byte[] file) {
        ByteBuffer table = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0x8F92EAB1, table.getInt(file.length - 4));
        int frames = table.getInt(file.length - 9);
        int start = file.length - 9 - 8 * frames;
        assertEquals(0x184D2A5E, table.getInt(start - 8));
        return IntStream.range(0, frames)
                .mapToObj(frame -> new int[] {table.getInt(start + 8 * frame), table.getInt(start + 8 * frame + 4)})
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-19", "-T2", "--long=27", "--no-check", "--no-content-size"})
    void weTakeTheProgramsOwn(String option) throws Exception {
        byte[] script =
                "CREATE TABLE t(a);\nINSERT INTO t VALUES(1);\n".repeat(40_000).getBytes(StandardCharsets.UTF_8);
        Path plain = Files.write(directory.resolve("theirs.sql"), script);
        Path packed = directory.resolve("theirs.sql.zst");
        run("zstd", "-q", option, plain.toString(), "-o", packed.toString());
        assertArrayEquals(script, Samples.read(packed).content());
        assertTrue(Samples.read(packed).manifest().isEmpty());
    }

    /** It has no seek table, and is whole all the same. */
    @Test
    void oursPackedAgainByTheProgramIsOurs() throws Exception {
        byte[] content = Samples.script(5000, 3);
        Path plain = directory.resolve("plain.sql");
        Samples.write(plain, BackupFormat.SQL, content);
        Path packed = directory.resolve("again.sql.zst");
        run("zstd", "-q", plain.toString(), "-o", packed.toString());
        assertTrue(Samples.read(packed).manifest().isPresent());
        byte[] whole = Files.readAllBytes(packed);
        for (int length = 1; length < whole.length; length++) {
            Files.write(packed, Arrays.copyOf(whole, length));
            assertEquals(ErrorCode.BACKUP_TRUNCATED, Samples.refusal(packed), length + " of " + whole.length);
        }
    }

    @Test
    void severalFilesJoinedAreOneAsTheFormatHasIt() throws Exception {
        Path one = Files.writeString(directory.resolve("1.sql"), "CREATE TABLE t(a);\n");
        Path two = Files.writeString(directory.resolve("2.sql"), "INSERT INTO t VALUES(1);\n");
        Path joined = directory.resolve("joined.sql.zst");
        byte[] packed = run("sh", "-c", "zstd -q -c \"$0\" && zstd -q -c \"$1\"", one.toString(), two.toString());
        Files.write(joined, packed);
        assertEquals(
                "CREATE TABLE t(a);\nINSERT INTO t VALUES(1);\n",
                new String(Samples.read(joined).content(), StandardCharsets.UTF_8));
    }

    /** Ten megabytes of nothing in a few hundred bytes, which do not say how much they hold. */
    @Test
    void aBombIsRefusedAsFarAsItWasUnpacked() throws Exception {
        Path bomb = directory.resolve("bomb.sql.zst");
        Files.write(bomb, run("sh", "-c", "head -c 10000000 /dev/zero | tr '\\0' ' ' | zstd -q -c"));
        assertEquals(
                ErrorCode.ZIP_BOMB,
                Samples.refusal(bomb, new ReadLimits(Long.MAX_VALUE, 200, 500_000, () -> Long.MAX_VALUE)));
        assertEquals(
                ErrorCode.ZIP_BOMB,
                Samples.refusal(bomb, new ReadLimits(9_999_999, 200, Long.MAX_VALUE, () -> Long.MAX_VALUE)));
        assertEquals(ErrorCode.ZIP_BOMB, Samples.refusal(bomb, ReadLimits.foreign(Long.MAX_VALUE, () -> 9_999_999)));
        assertEquals(10_000_000, Samples.read(bomb, ReadLimits.NONE).content().length);
    }

    /** Who restores fills the disk while he reads: what is left then is not what there was room for. */
    @Test
    void theRoomIsAskedForOnce() throws Exception {
        Path file = directory.resolve("a.sql.zst");
        Files.write(file, run("sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' ' ' | zstd -q -c"));
        long[] room = {3_000_000};
        ReadLimits shrinking = ReadLimits.foreign(Long.MAX_VALUE, () -> {
            try {
                return room[0];
            } finally {
                room[0] /= 2;
            }
        });
        // Asked by whoever looks at the first byte, and by whoever reads all.
        room[0] *= 2;
        assertEquals(3_000_000, Samples.read(file, shrinking).content().length);
    }

    @Test
    void aWindowThatTakesTooMuchMemoryIsRefused() throws Exception {
        Path file = directory.resolve("wide.sql.zst");
        // A frame's header that asks for a window of 1 GiB, and a block behind it.
        byte[] frame = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x00, (byte) ((30 - 10) << 3), 0x09, 0, 0, 'x'};
        Files.write(file, frame);
        assertEquals(ErrorCode.BACKUP_DAMAGED, Samples.refusal(file));
    }

    @Test
    void whatIsPackedTwiceIsNamed() throws Exception {
        Path plain = Files.writeString(directory.resolve("a.sql"), "SELECT 1;\n");
        Path twice = directory.resolve("twice.sql.zst");
        Files.write(twice, run("sh", "-c", "zstd -q -c \"$0\" | zstd -q -c", plain.toString()));
        Fault fault = assertThrows(Fault.class, () -> Samples.read(twice));
        assertEquals(ErrorCode.FILE_COMPRESSED, fault.code());
        Files.write(twice, run("sh", "-c", "printf '' | zstd -q -c"));
        assertEquals(ErrorCode.FILE_EMPTY, Samples.refusal(twice));
    }

    private static byte[] run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = process.getInputStream()) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            out.transferTo(said);
            assertEquals(0, process.waitFor(), String.join(" ", command));
            return said.toByteArray();
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }
}
