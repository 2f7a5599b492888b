package org.safeward.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.safeward.archive.age.DecryptedChannel;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.Header;
import org.safeward.archive.age.PayloadKey;
import org.safeward.archive.content.Sha256;
import org.safeward.archive.zip.ChannelSlice;

/**
 * A file that is read: its content by positions and as a stream, decrypted where it is encrypted. What is encrypted within is not: that is content, which is looked
 * at as such.
 */
final class OpenFile implements Closeable {
    private final FileChannel file;
    private final Optional<PayloadKey> key;
    private final Optional<DecryptedChannel> decrypted;

    /**
     * @param key used only when the file is encrypted
     * @throws org.safeward.fault.Fault ENCRYPTED_*
     */
    static OpenFile open(Path path, DecryptionKey key) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new OpenFile(file, Header.begins(file) ? Optional.of(key.of(file)) : Optional.empty());
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    private OpenFile(FileChannel file, Optional<PayloadKey> key) throws IOException {
        this.file = file;
        this.key = key;
        this.decrypted = key.isPresent() ? Optional.of(DecryptedChannel.open(file, key.get())) : Optional.empty();
    }

    /** Of the content, in bytes. */
    long size() throws IOException {
        return decrypted.isPresent() ? decrypted.get().size() : file.size();
    }

    /** As {@link FileChannel#read(ByteBuffer, long)}. */
    int read(ByteBuffer target, long position) throws IOException {
        return decrypted.isPresent() ? decrypted.get().read(target, position) : file.read(target, position);
    }

    /** The content from its beginning. @param sum gets the bytes of the file itself */
    InputStream content(Sha256 sum) throws IOException {
        InputStream raw = sum.reading(new ChannelSlice(file::read, 0, file.size()));
        return key.isPresent() ? DecryptedStream.open(raw, key.get()) : raw;
    }

    /** Safe to call again. */
    @Override
    public void close() throws IOException {
        if (decrypted.isPresent()) {
            decrypted.get().close();
        }
        file.close();
    }
}
