package org.safeward.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.EncryptedFile;
import org.safeward.archive.age.Recipients;

/** Where the bytes of a backup file go: onto the disk as they are, or encrypted. */
sealed interface FileTarget extends AutoCloseable {

    static FileTarget of(FileChannel file, Optional<Recipients> recipients) throws IOException {
        return recipients.isPresent() ? new Encrypted(new EncryptedFile(file, recipients.get())) : new Plain(file);
    }

    /** Writes all of it behind what was written before. */
    void write(ByteBuffer bytes) throws IOException;

    /** Puts these bytes, at most 64 KiB, in the place of the first ones. */
    void rewriteBeginning(ByteBuffer bytes) throws IOException;

    /** How many bytes were written. */
    long position() throws IOException;

    /** Writes what is still held back. Called once. */
    void finish() throws IOException;

    /** Reads the finished file back. */
    DecryptionKey key();

    /** Forgets what it holds back. Does not close the file. */
    @Override
    void close();

    /** As they are. */
    record Plain(FileChannel file) implements FileTarget {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }

        @Override
        public void rewriteBeginning(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                file.write(bytes, bytes.position());
            }
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public void finish() {
            // Nothing is held back.
        }

        @Override
        public DecryptionKey key() {
            return DecryptionKey.NONE;
        }

        @Override
        public void close() {
            // The file is its owner's.
        }
    }

    /** In the age format. */
    record Encrypted(EncryptedFile file) implements FileTarget {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            file.write(bytes);
        }

        @Override
        public void rewriteBeginning(ByteBuffer bytes) {
            file.rewriteBeginning(bytes);
        }

        @Override
        public long position() {
            return file.position();
        }

        @Override
        public void finish() throws IOException {
            file.finish();
        }

        @Override
        public DecryptionKey key() {
            return file.key();
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
