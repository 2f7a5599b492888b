package org.safeward.archive.age;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateFile;

/** Encrypted files for the tests, made and opened in each of the ways. */
final class AgeSamples {
    static final KeyPair PAIR = KeyPair.make();
    static final Recipients RECIPIENTS = Recipients.parse(PAIR.publicKey());
    static final Identity IDENTITY = Identity.parse(PAIR.secretKey());

    private AgeSamples() {}

    static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    static byte[] encrypted(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EncryptedStream stream = new EncryptedStream(out, RECIPIENTS)) {
            stream.write(content);
            stream.finish();
        }
        return out.toByteArray();
    }

    /** Writes in pieces that fit nothing, and the beginning twice. */
    static PayloadKey encryptTo(Path file, byte[] content) throws IOException {
        try (FileChannel channel = PrivateFile.create(file);
                EncryptedFile encrypted = new EncryptedFile(channel, RECIPIENTS)) {
            int first = Math.min(content.length, 1000);
            encrypted.write(ByteBuffer.allocate(first));
            for (int at = first; at < content.length; at += 9_999) {
                encrypted.write(ByteBuffer.wrap(content, at, Math.min(9_999, content.length - at)));
            }
            assertEquals(content.length, encrypted.position());
            encrypted.rewriteBeginning(ByteBuffer.wrap(content, 0, first));
            encrypted.finish();
            return encrypted.key();
        }
    }

    static byte[] decrypted(byte[] file) throws IOException {
        try (InputStream stream = DecryptedStream.open(new ByteArrayInputStream(file), IDENTITY)) {
            return stream.readAllBytes();
        }
    }

    static byte[] decrypted(Path file) throws IOException {
        try (DecryptedChannel channel = DecryptedChannel.open(open(file), IDENTITY)) {
            return all(channel);
        }
    }

    static byte[] all(DecryptedChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size() + 1);
        while (channel.read(bytes) >= 0) {
            assertTrue(bytes.hasRemaining());
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** What both ways of reading say of a file that is not to be read. */
    static void refused(byte[] file, Path scratch, ErrorCode... codes) throws IOException {
        Files.write(scratch, file);
        String allowed = Arrays.toString(codes);
        for (Fault fault : new Fault[] {
            assertThrows(Fault.class, () -> decrypted(file), "as a stream"),
            assertThrows(Fault.class, () -> decrypted(scratch), "as a channel")
        }) {
            assertTrue(Arrays.asList(codes).contains(fault.code()), fault + ", not one of " + allowed);
        }
    }

    /** Runs a program; its output. */
    static byte[] run(byte[] input, String... command) throws Exception {
        Path in = Files.createTempFile("age", ".in");
        Path out = Files.createTempFile("age", ".out");
        try {
            Files.write(in, input);
            Process process = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                assertTrue(process.waitFor(60, TimeUnit.SECONDS));
                assertEquals(0, process.exitValue());
            } finally {
                process.destroyForcibly();
            }
            return Files.readAllBytes(out);
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }
}
