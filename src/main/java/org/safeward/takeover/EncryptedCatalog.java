package org.safeward.takeover;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.EncryptedStream;
import org.safeward.archive.age.PayloadKey;
import org.safeward.archive.age.Recipients;
import org.safeward.archive.content.Sha256;
import org.safeward.files.PrivateFile;
import org.safeward.settings.Settings;
import org.safeward.store.remote.WholeFile;

/**
 * A catalog's backup on our disk, where no plain text of it ever lies. It can be read back as long as this is open.
 *
 * @param file encrypted
 * @param plainSize bytes of what is in it, compressed
 * @param plainSha256 of the same
 */
record EncryptedCatalog(WholeFile file, PayloadKey key, long plainSize, String plainSha256) implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    static EncryptedCatalog write(Path path, Settings settings, Recipients recipients, Instant moment)
            throws IOException, SQLException {
        MessageDigest digest = sha256();
        PayloadKey key;
        long plainSize;
        try (FileChannel channel = PrivateFile.create(path);
                EncryptedStream encrypted = new EncryptedStream(Channels.newOutputStream(channel), recipients)) {
            CountedStream counted = new CountedStream(new DigestOutputStream(encrypted, digest));
            GZIPOutputStream packed = new GZIPOutputStream(counted, BUFFER);
            WriteCatalog.to(packed, settings, moment);
            packed.finish();
            encrypted.finish();
            key = encrypted.key();
            plainSize = counted.bytes();
        }
        String plainSha256 = HexFormat.of().formatHex(digest.digest());
        return new EncryptedCatalog(WholeFile.read(path), key, plainSize, plainSha256);
    }

    /** Whether a stream has this very content, and opens to what was written. Reads it to its end, and leaves it open. */
    boolean isWhatWasWritten(InputStream content) throws IOException {
        Sha256 cipher = new Sha256();
        Sha256 plain = new Sha256();
        DecryptedStream opened = DecryptedStream.open(cipher.reading(content), key);
        byte[] buffer = new byte[BUFFER];
        for (int bytes = opened.read(buffer); bytes >= 0; bytes = opened.read(buffer)) {
            plain.update(buffer, 0, bytes);
        }
        return cipher.hex().equals(file.sha256()) && plain.hex().equals(plainSha256);
    }

    @Override
    public void close() throws IOException {
        key.close();
        Files.deleteIfExists(file.path());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256, which all have to have", e);
        }
    }

    private static final class CountedStream extends OutputStream {
        private final OutputStream target;
        private long bytes;

        CountedStream(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            target.write(value);
            bytes++;
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            target.write(source, offset, length);
            bytes += length;
        }

        long bytes() {
            return bytes;
        }
    }
}
