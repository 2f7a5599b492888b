package org.safeward.archive.age;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.safeward.archive.age.AgeSamples.*;
import static org.safeward.fault.ErrorCode.*;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fault.ErrorCode;

/** Whatever happened to an encrypted file, or was made to look like one: it is refused, by its code, and soon. */
class DamagedEncryptedFileTest {
    private static final ErrorCode[] DAMAGED = {
        ENCRYPTED_HEADER, ENCRYPTED_FOR_OTHERS, ENCRYPTED_DAMAGED, ENCRYPTED_TRUNCATED, ENCRYPTED_ARMORED
    };
    private static final int SEALED = 65536 + 16;

    @TempDir
    Path directory;

    private Path scratch() {
        return directory.resolve("damaged.age");
    }

    @Test
    void refusesEachChangeOfASingleByte() throws IOException {
        byte[] file = encrypted(random(20));
        for (int at = 0; at < file.length; at++) {
            for (int change : new int[] {1, 2, 0x10, 0x20, 0x80, 0xff}) {
                byte[] changed = file.clone();
                changed[at] ^= (byte) change;
                refused(changed, scratch(), DAMAGED);
            }
        }
        assertArrayEquals(random(20), decrypted(file));
    }

    @Test
    void refusesEachByteThatIsMissingOrTooMany() throws IOException {
        byte[] file = encrypted(random(20));
        for (int at = 0; at < file.length; at++) {
            refused(Arrays.copyOf(file, at), scratch(), DAMAGED);
            byte[] longer = new byte[file.length + 1];
            System.arraycopy(file, 0, longer, 0, at);
            longer[at] = 'A';
            System.arraycopy(file, at, longer, at + 1, file.length - at);
            refused(longer, scratch(), DAMAGED);
        }
        refused(Arrays.copyOf(file, file.length + 1), scratch(), ENCRYPTED_DAMAGED);
        refused(Arrays.copyOf(file, file.length + SEALED), scratch(), ENCRYPTED_DAMAGED);
    }

    @Test
    void refusesAFileWithoutItsLastChunks() throws IOException {
        byte[] file = encrypted(random(200_000));
        int header = file.length - 3 * SEALED - (200_000 - 3 * 65536 + 16);
        for (int chunks = 0; chunks < 3; chunks++) {
            refused(Arrays.copyOf(file, header + chunks * SEALED), scratch(), ENCRYPTED_TRUNCATED);
            refused(Arrays.copyOf(file, header + chunks * SEALED + 15), scratch(), ENCRYPTED_TRUNCATED);
            refused(Arrays.copyOf(file, header + chunks * SEALED + 16), scratch(), ENCRYPTED_DAMAGED);
        }
    }

    @Test
    void refusesChunksInAnotherOrder() throws IOException {
        byte[] file = encrypted(random(200_000));
        int header = file.length - 3 * SEALED - (200_000 - 3 * 65536 + 16);
        byte[] swapped = file.clone();
        System.arraycopy(file, header, swapped, header + SEALED, SEALED);
        System.arraycopy(file, header + SEALED, swapped, header, SEALED);
        refused(swapped, scratch(), ENCRYPTED_DAMAGED);
    }

    @Test
    void refusesWhatWasNeverFinished() throws IOException {
        Path file = directory.resolve("unfinished.age");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                EncryptedFile encrypted = new EncryptedFile(channel, RECIPIENTS)) {
            encrypted.write(ByteBuffer.wrap(random(300_000)));
        }
        refused(Files.readAllBytes(file), scratch(), ENCRYPTED_TRUNCATED, ENCRYPTED_DAMAGED);
    }

    /** The format forbids them: they would make two files of one content. */
    @Test
    void refusesAnEmptyLastChunkAfterOthers() throws IOException {
        Path file = directory.resolve("empty-last.age");
        PayloadKey key = Header.make(RECIPIENTS);
        Chunks chunks = new Chunks(key);
        byte[] first = new byte[SEALED];
        chunks.seal(0, false, random(65536), 65536, first);
        byte[] last = new byte[16];
        chunks.seal(1, true, new byte[0], 0, last);
        try (var out = Files.newOutputStream(file)) {
            out.write(key.header());
            out.write(first);
            out.write(last);
        }
        refused(Files.readAllBytes(file), scratch(), ENCRYPTED_DAMAGED);
    }

    @Test
    void refusesTheFileOfAnotherKeyAndWhatIsNoFileOfAge() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EncryptedStream stream =
                new EncryptedStream(out, Recipients.parse(KeyPair.make().publicKey()))) {
            stream.finish();
        }
        refused(out.toByteArray(), scratch(), ENCRYPTED_FOR_OTHERS);
        refused(new byte[0], scratch(), ENCRYPTED_HEADER);
        refused(random(100_000), scratch(), ENCRYPTED_HEADER);
        refused(
                "age-encryption.org/v2\n-> X25519 a\nb\n--- c\n".getBytes(StandardCharsets.US_ASCII),
                scratch(),
                ENCRYPTED_HEADER);
    }

    /** scrypt's work factor 30 would take a gigabyte and minutes; the header of 64 KiB holds six hundred stanzas. */
    @Test
    void isNotKeptBusyByAHeader() throws IOException {
        String body = Base64.getEncoder().withoutPadding().encodeToString(new byte[32]);
        String share = Base64.getEncoder().withoutPadding().encodeToString(random(32));
        String end = "--- " + body + "\n" + "x".repeat(100);
        String version = "age-encryption.org/v1\n";
        String passphrase = version + "-> scrypt " + body.substring(0, 22) + " 30\n" + body + "\n" + end;
        String stanza = "-> X25519 " + share + "\n" + body + "\n";

        Assertions.assertTimeout(Duration.ofSeconds(30), () -> {
            refused(ascii(passphrase), scratch(), ENCRYPTED_PASSPHRASE);
            refused(ascii(version + stanza.repeat(600) + end), scratch(), ENCRYPTED_FOR_OTHERS);
            refused(ascii(version + stanza.repeat(100_000) + end), scratch(), ENCRYPTED_HEADER, ENCRYPTED_FOR_OTHERS);
            refused(ascii(version + "-> X25519 " + "a".repeat(5_000_000) + "\n" + end), scratch(), ENCRYPTED_HEADER);
            refused(
                    ascii(version + "-> a\n" + (body.substring(0, 43) + body.substring(0, 21) + "\n").repeat(10_000)),
                    scratch(),
                    ENCRYPTED_HEADER);
        });
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
