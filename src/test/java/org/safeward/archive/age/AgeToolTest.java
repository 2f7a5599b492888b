package org.safeward.archive.age;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.safeward.archive.age.AgeSamples.*;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Our encrypted files in the age program, and its files here. Needs age and age-keygen. */
class AgeToolTest {
    @TempDir
    Path directory;

    private Path identity;
    private Path file;

    @BeforeEach
    void writeIdentity() throws Exception {
        identity =
                Files.writeString(directory.resolve("identity.txt"), "# made for a test\n" + PAIR.secretKey() + "\n");
        file = directory.resolve("backup.age");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, 131072, 131073, 20_000_000})
    void eachTakesTheFilesOfTheOther(int bytes) throws Exception {
        byte[] content = random(bytes);

        byte[] streamed = encrypted(content);
        assertArrayEquals(content, run(streamed, "age", "-d", "-i", identity.toString()));
        PayloadKey key = encryptTo(file, content);
        assertArrayEquals(content, run(Files.readAllBytes(file), "age", "-d", "-i", identity.toString()));
        assertEquals(streamed.length, Files.size(file));

        byte[] theirs = run(content, "age", "-r", PAIR.publicKey());
        assertArrayEquals(content, decrypted(theirs));
        assertArrayEquals(content, decrypted(file));
        try (DecryptedChannel readBack = DecryptedChannel.open(open(file), key)) {
            assertEquals(bytes, readBack.size());
            assertArrayEquals(content, all(readBack));
        }
        try (InputStream readBack = DecryptedStream.open(Files.newInputStream(file), key)) {
            assertArrayEquals(content, readBack.readAllBytes());
        }
    }

    @Test
    void theFileOpensForEachRecipientAndTheLengthIsKnownBefore() throws Exception {
        KeyPair other = KeyPair.make();
        Recipients both = Recipients.parse(PAIR.publicKey() + ", " + other.publicKey());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long expected;
        try (EncryptedStream stream = new EncryptedStream(out, both)) {
            expected = stream.encryptedBytes(100_000);
            stream.write(random(100_000));
            stream.finish();
        }
        Path others = Files.writeString(directory.resolve("other.txt"), other.secretKey());

        assertEquals(expected, out.size());
        for (Path each : new Path[] {identity, others}) {
            assertArrayEquals(random(100_000), run(out.toByteArray(), "age", "-d", "-i", each.toString()));
        }
        String header = new String(out.toByteArray(), 0, 400, StandardCharsets.ISO_8859_1);
        assertEquals(2, header.split("-> ", -1).length - 1, "no stanza but those of the two recipients");
    }

    @Test
    void takesTheKeysOfAgeKeygenAndItTakesOurs() throws Exception {
        String made = new String(run(new byte[0], "age-keygen"), StandardCharsets.US_ASCII);
        String publicKey = made.lines()
                .filter(line -> line.contains("public key: "))
                .findFirst()
                .orElseThrow()
                .split(": ")[1];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EncryptedStream stream = new EncryptedStream(out, Recipients.parse(publicKey))) {
            stream.finish();
        }
        try (Identity theirs = Identity.parse(made);
                InputStream content = DecryptedStream.open(new ByteArrayInputStream(out.toByteArray()), theirs)) {
            assertEquals(-1, content.read());
        }
        String ours = new String(run(new byte[0], "age-keygen", "-y", identity.toString()), StandardCharsets.US_ASCII);
        assertEquals(PAIR.publicKey(), ours.strip());
    }

    @Test
    void namesTheKindsOfAgeThatAreNotForKeys() throws Exception {
        byte[] armored = run(random(10), "age", "-a", "-r", PAIR.publicKey());
        refused(armored, file, ErrorCode.ENCRYPTED_ARMORED);
        Path ssh = directory.resolve("ssh");
        run(new byte[0], "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ssh.toString());
        byte[] forSsh = run(random(10), "age", "-R", ssh + ".pub");
        refused(forSsh, file, ErrorCode.ENCRYPTED_FOR_OTHERS);
    }

    @Test
    void aClosedIdentityOpensNothing() throws Exception {
        Identity closed = Identity.parse(PAIR.secretKey());
        closed.close();
        byte[] bytes = encrypted(random(10));
        assertThrows(IllegalStateException.class, () -> DecryptedStream.open(new ByteArrayInputStream(bytes), closed));
        PayloadKey key = encryptTo(file, random(10));
        key.close();
        assertThrows(IllegalStateException.class, () -> DecryptedChannel.open(open(file), key));
    }

    @Test
    void theKeyOfOneFileDoesNotOpenAnother() throws Exception {
        PayloadKey key = encryptTo(file, random(10));
        Path other = directory.resolve("other.age");
        encryptTo(other, random(10));
        Fault fault = assertThrows(Fault.class, () -> DecryptedChannel.open(open(other), key));
        assertEquals(ErrorCode.ENCRYPTED_DAMAGED, fault.code());
    }
}
