package org.safeward.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.Sha256;
import org.safeward.fault.ErrorCode;

class ForeignFileTest {
    private static final byte[] SCRIPT = "SELECT 1;\n".repeat(100).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        // The suffix must not count.
        file = directory.resolve("upload.bin");
    }

    private ErrorCode refusal(ForeignZip zip) throws IOException {
        Files.write(file, zip.bytes());
        return Samples.refusal(file);
    }

    private void accepts(ForeignZip zip) throws IOException {
        Files.write(file, zip.bytes());
        Samples.Read read = Samples.read(file);
        assertArrayEquals(SCRIPT, read.content());
        assertTrue(read.manifest().isEmpty());
        assertEquals(Sha256.hex(Files.readAllBytes(file)), read.fileSha256());
    }

    @Test
    void aForeignScriptHasNoManifest() throws IOException {
        Files.write(file, SCRIPT);
        Samples.Read read = Samples.read(file);
        assertArrayEquals(SCRIPT, read.content());
        assertTrue(read.manifest().isEmpty());
    }

    @Test
    void anEmptyFileIsEmpty() throws IOException {
        Files.createFile(file);
        assertEquals(ErrorCode.FILE_EMPTY, Samples.refusal(file));
        assertEquals(ErrorCode.FILE_EMPTY, refusal(new ForeignZip().add("a.sql", new byte[0])));
    }

    @Test
    void aZipWithOneScriptIsTakenHoweverItIsPacked() throws IOException {
        accepts(new ForeignZip().add("dump.SQL", SCRIPT));
        ForeignZip stored = new ForeignZip();
        stored.method = 0;
        accepts(stored.add("a.sql", SCRIPT));
        ForeignZip streamed = new ForeignZip();
        streamed.descriptor = true;
        accepts(streamed.add("a.sql", SCRIPT));
    }

    @Test
    void whatStandsBesideTheScriptDoesNotCount() throws IOException {
        accepts(new ForeignZip()
                .add("dump/", new byte[0])
                .add("dump/dump.sql", SCRIPT)
                .add("__MACOSX/dump/._dump.sql", SCRIPT)
                .add("dump/._other.sql", SCRIPT)
                .add("dump/package.json", SCRIPT)
                .add("dump/README.txt", SCRIPT));
    }

    @Test
    void exactlyOneScriptHasToBeThere() throws IOException {
        assertEquals(ErrorCode.ZIP_NO_SQL, refusal(new ForeignZip()));
        assertEquals(ErrorCode.ZIP_NO_SQL, refusal(new ForeignZip().add("a.txt", SCRIPT)));
        assertEquals(ErrorCode.ZIP_NO_SQL, refusal(new ForeignZip().add("a.sql/", new byte[0])));
        assertEquals(
                ErrorCode.ZIP_SEVERAL_SQL,
                refusal(new ForeignZip().add("a.sql", SCRIPT).add("b.sql", SCRIPT)));
        assertEquals(
                ErrorCode.ZIP_SEVERAL_SQL,
                refusal(new ForeignZip().add("a.sql", SCRIPT).add("a.sql", SCRIPT)));
        assertEquals(
                ErrorCode.ZIP_SEVERAL_SQL,
                refusal(new ForeignZip().add("a.json", SCRIPT).add("b.json", SCRIPT)));
    }

    @Test
    void namesThatLeadOutsideAreRefused() throws IOException {
        for (String name : new String[] {
            "../a.sql", "x/../a.sql", "..", "x/..", "/a.sql", "C:/a.sql", "c:a.sql", "x\\a.sql", "a\n.sql", "a\0.sql"
        }) {
            assertEquals(ErrorCode.ZIP_UNSAFE_NAME, refusal(new ForeignZip().add(name, SCRIPT)), name);
            ForeignZip beside = new ForeignZip().add("a.sql", SCRIPT).add(name, SCRIPT);
            assertEquals(ErrorCode.ZIP_UNSAFE_NAME, refusal(beside), name);
        }
        accepts(new ForeignZip().add("x..y/...a.sql", SCRIPT));
    }

    @Test
    void anOldChineseNameWithABackslashByteInItIsFine() throws IOException {
        // 誠.sql in GBK and Big5 style bytes: B8 5C; here written as the bytes of one UTF-8 character before a
        // backslash.
        accepts(new ForeignZip().add("誠\\.sql", SCRIPT));
    }

    @Test
    void encryptedFilesAreRefused() throws IOException {
        ForeignZip classic = new ForeignZip();
        classic.flags = 1;
        assertEquals(ErrorCode.ZIP_ENCRYPTED, refusal(classic.add("a.sql", SCRIPT)));
        ForeignZip aes = new ForeignZip();
        aes.flags = 1;
        aes.method = 99;
        assertEquals(ErrorCode.ZIP_ENCRYPTED, refusal(aes.add("a.sql", SCRIPT)));
    }

    @Test
    void unknownMethodsAreRefused() throws IOException {
        ForeignZip zstd = new ForeignZip();
        zstd.method = 93;
        assertEquals(ErrorCode.ZIP_INVALID, refusal(zstd.add("a.sql", SCRIPT)));
    }

    @Test
    void headersThatContradictEachOtherAreRefused() throws IOException {
        ForeignZip renamed = new ForeignZip();
        renamed.localName = "b.sql";
        assertEquals(ErrorCode.ZIP_INVALID, refusal(renamed.add("a.sql", SCRIPT)));
    }

    @Test
    void aScriptThatIsNotAsLargeAsDeclaredIsRefused() throws IOException {
        for (long declared : new long[] {1, SCRIPT.length - 1, SCRIPT.length + 1, 1 << 30}) {
            ForeignZip lying = new ForeignZip();
            lying.declaredUnpacked = declared;
            assertEquals(ErrorCode.BACKUP_DAMAGED, refusal(lying.add("a.sql", SCRIPT)), "" + declared);
        }
    }

    @Test
    void garbageAndArchivesOfOtherKindsAreNoZip() throws IOException {
        Files.write(file, "PK and then nothing that makes sense".getBytes(StandardCharsets.US_ASCII));
        assertEquals(ErrorCode.ZIP_INVALID, Samples.refusal(file));
        byte[] zip = new ForeignZip().add("a.sql", SCRIPT).bytes();
        for (int length = 1; length < zip.length; length++) {
            Files.write(file, Arrays.copyOf(zip, length));
            assertEquals(ErrorCode.ZIP_INVALID, Samples.refusal(file));
        }
    }

    @Test
    void aBombIsRefusedBeforeItIsUnpacked() throws IOException {
        Files.write(
                file,
                new ForeignZip()
                        .add("a.sql", " ".repeat(1_000_000).getBytes(StandardCharsets.UTF_8))
                        .bytes());
        ReadLimits ratio = new ReadLimits(Long.MAX_VALUE, 200, 500_000, () -> Long.MAX_VALUE);
        assertEquals(ErrorCode.ZIP_BOMB, Samples.refusal(file, ratio));
        ReadLimits size = new ReadLimits(999_999, 200, Long.MAX_VALUE, () -> Long.MAX_VALUE);
        assertEquals(ErrorCode.ZIP_BOMB, Samples.refusal(file, size));
        assertEquals(ErrorCode.ZIP_BOMB, Samples.refusal(file, ReadLimits.foreign(Long.MAX_VALUE, () -> 999_999)));
        ReadLimits enough = ReadLimits.foreign(1_000_000, () -> 1_000_000);
        assertEquals(1_000_000, Samples.read(file, enough).content().length);
    }

    @Test
    void aBombThatDeclaresLessThanItHoldsGivesNoMoreThanThat() throws IOException {
        ForeignZip lying = new ForeignZip();
        lying.declaredUnpacked = 100;
        Files.write(file, lying.add("a.sql", new byte[10_000_000]).bytes());
        assertEquals(ErrorCode.BACKUP_DAMAGED, Samples.refusal(file));
    }

    @Test
    void overlappingEntriesAreRefused() throws IOException {
        byte[] zip = new ForeignZip().add("a.sql", SCRIPT).add("b.txt", SCRIPT).bytes();
        // The second entry's header is said to stand where the first one's does.
        int second = lastIndexOf(zip, "b.txt") - 46;
        for (int offset : new int[] {0, 31}) {
            byte[] changed = zip.clone();
            Arrays.fill(changed, second + 42, second + 46, (byte) 0);
            changed[second + 42] = (byte) offset;
            Files.write(file, changed);
            assertEquals(ErrorCode.ZIP_INVALID, Samples.refusal(file));
        }
    }

    private static int lastIndexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
    }
}
