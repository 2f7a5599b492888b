package org.safeward.archive.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.ForeignZip;
import org.safeward.archive.Samples;
import org.safeward.fault.ErrorCode;

/** Files that are no scripts, and scripts that are not in UTF-8. */
class OtherFormatTest {
    private static final String SCRIPT = "INSERT INTO t VALUES('it''s ü 名 🐘');\r\n".repeat(10_000);
    private static final byte[] UTF_8 = ("\uFEFF" + SCRIPT).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("upload.sql");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE,FFFE", "UTF-16BE,FEFF", "UTF-32LE,FFFE0000", "UTF-32BE,0000FEFF", "UTF-16LE,''", "UTF-16BE,''"
    })
    void aScriptInWideCharactersIsReadAsUtf8(String charset, String mark) throws IOException {
        ByteArrayOutputStream wide = new ByteArrayOutputStream();
        wide.write(HexFormat.of().parseHex(mark));
        wide.write(SCRIPT.getBytes(Charset.forName(charset)));
        Files.write(file, wide.toByteArray());
        Samples.Read read = Samples.read(file);
        assertArrayEquals(UTF_8, read.content());
        assertEquals(Sha256.hex(wide.toByteArray()), read.fileSha256());

        Files.write(file, new ForeignZip().add("a.sql", wide.toByteArray()).bytes());
        assertArrayEquals(UTF_8, Samples.read(file).content());
    }

    @Test
    void whatIsNotValidUtf16IsDamaged() throws IOException {
        byte[] wide = SCRIPT.getBytes(StandardCharsets.UTF_16LE);
        Files.write(file, Arrays.copyOf(wide, wide.length - 1));
        assertEquals(ErrorCode.BACKUP_DAMAGED, Samples.refusal(file));
        // Java writes a question mark for half a character, so it is put there by hand.
        byte[] half = "SELECT '??';".getBytes(StandardCharsets.UTF_16LE);
        half[16] = 0x3D;
        half[17] = (byte) 0xD8;
        Files.write(file, half);
        assertEquals(ErrorCode.BACKUP_DAMAGED, Samples.refusal(file));
    }

    @Test
    void aScriptInAnyOtherEncodingIsGivenOnAsItIs() throws IOException {
        for (String charset : new String[] {"UTF-8", "ISO-8859-1", "Shift_JIS", "EUC-JP", "GB18030", "windows-1251"}) {
            byte[] bytes = "-- ü名я\nSELECT 'ü名я';\n".getBytes(Charset.forName(charset));
            Files.write(file, bytes);
            assertArrayEquals(bytes, Samples.read(file).content(), charset);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1f8b0808",
                "425a683931415926",
                "fd377a585a000004",
                "04224d18",
                "377abcaf271c0004",
                "526172211a0700"
            })
    void packedFilesAreNamed(String magic) throws IOException {
        refused(ErrorCode.FILE_COMPRESSED, HexFormat.of().parseHex(magic));
    }

    /** A file of zstd is read as such; inside of a ZIP it is named. */
    @Test
    void zstdInsideOfAZipIsNamed() throws IOException {
        byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex("28b52ffd"), 1000);
        Files.write(file, bytes);
        assertEquals(ErrorCode.BACKUP_TRUNCATED, Samples.refusal(file));
        Files.write(file, new ForeignZip().add("a.sql", bytes).bytes());
        assertEquals(ErrorCode.FILE_COMPRESSED, Samples.refusal(file));
    }

    @Test
    void aPackedScriptIsNamedWhateverItHolds() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(UTF_8);
        }
        Files.write(file, packed.toByteArray());
        assertEquals(ErrorCode.FILE_COMPRESSED, Samples.refusal(file));
        Files.write(file, tar("backup.sql"));
        assertEquals(ErrorCode.FILE_COMPRESSED, Samples.refusal(file));
    }

    @Test
    void pgDumpsArchivesAreNamed() throws IOException {
        refused(ErrorCode.DUMP_NOT_PLAIN, "PGDMP\1\16\0".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(file, tar("toc.dat"));
        assertEquals(ErrorCode.DUMP_NOT_PLAIN, Samples.refusal(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PGP MESSAGE-----\n\n",
                "Salted__\1\2\3",
                // gpg --encrypt for an RSA key, for an ECDH key; gpg --symmetric
                "\u0085\1\u008c\3",
                "\u0084^\3",
                "\u008c\r\4\t\3\n"
            })
    void encryptedFilesAreNamed(String beginning) throws IOException {
        refused(ErrorCode.FILE_ENCRYPTED, beginning.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** That of age can be opened, and says what is missing; not so inside of a ZIP, where no backup of ours has one. */
    @ParameterizedTest
    @ValueSource(strings = {"age-encryption.org/v1\n-> X25519 ", "-----BEGIN AGE ENCRYPTED FILE-----\n"})
    void agesFilesAskForAnIdentity(String beginning) throws IOException {
        byte[] bytes = Arrays.copyOf(beginning.getBytes(StandardCharsets.ISO_8859_1), 1000);
        Files.write(file, bytes);
        assertEquals(ErrorCode.ENCRYPTED_NO_IDENTITY, Samples.refusal(file));
        Files.write(file, new ForeignZip().add("a.sql", bytes).bytes());
        assertEquals(ErrorCode.FILE_ENCRYPTED, Samples.refusal(file));
    }

    /** SQLCipher's files have no mark: they look like chance from the first byte on. */
    @Test
    void whatIsNoTextIsNamed() throws IOException {
        byte[] chance = new byte[8192];
        new Random(7).nextBytes(chance);
        chance[0] = 'x';
        Files.write(file, chance);
        assertEquals(ErrorCode.FILE_NOT_TEXT, Samples.refusal(file));
    }

    private void refused(ErrorCode code, byte[] beginning) throws IOException {
        byte[] bytes = Arrays.copyOf(beginning, 1000);
        new Random(1).nextBytes(bytes);
        System.arraycopy(beginning, 0, bytes, 0, beginning.length);
        Files.write(file, bytes);
        assertEquals(code, Samples.refusal(file));
        Files.write(file, new ForeignZip().add("a.sql", bytes).bytes());
        assertEquals(code, Samples.refusal(file));
    }

    /** The first block of a tar, as far as it matters. */
    private static byte[] tar(String name) {
        byte[] block = new byte[2048];
        byte[] first = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(first, 0, block, 0, first.length);
        System.arraycopy("ustar\00000".getBytes(StandardCharsets.ISO_8859_1), 0, block, 257, 8);
        return block;
    }
}
