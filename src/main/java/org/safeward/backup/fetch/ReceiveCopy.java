package org.safeward.backup.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.DiskFull;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.ResumedContent;

/** Receives one stored file: written, summed up and counted as it comes in. */
final class ReceiveCopy {
    private static final int BUFFER_BYTES = 1 << 17;

    private final RemoteStore store;
    private final String name;
    private final Path target;
    private final Work work;
    private final MessageDigest digest = sha256();

    ReceiveCopy(RemoteStore store, String name, Path target, Work work) {
        this.store = store;
        this.name = name;
        this.target = target;
        this.work = work;
    }

    /**
     * @param channel new and empty
     * @param size that it has to have
     * @return its SHA-256
     * @throws NoSuchFileException when it is not there
     * @throws Fault BACKUP_DAMAGED when it has another size; DESTINATION_*; DISK_FULL, STORE_UNREACHABLE when it cannot be written here
     */
    String into(FileChannel channel, long size) throws IOException {
        long stored = store.find(name)
                .orElseThrow(() -> new NoSuchFileException(name))
                .size();
        if (stored != size) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, stored + " / " + size + " B");
        }
        try (InputStream in = new ResumedContent(store, name, size, reached -> {
            work.checkpoint();
            work.progress(0, reached);
        })) {
            receive(in, channel);
        }
        force(channel);
        return HexFormat.of().formatHex(digest.digest());
    }

    private void receive(InputStream in, FileChannel channel) throws IOException {
        byte[] piece = new byte[BUFFER_BYTES];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            write(channel, ByteBuffer.wrap(piece, 0, read));
            digest.update(piece, 0, read);
        }
    }

    private void write(FileChannel channel, ByteBuffer piece) throws IOException {
        try {
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        } catch (IOException e) {
            throw local(e);
        }
    }

    private void force(FileChannel channel) throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw local(e);
        }
    }

    /** What fails here would fail with a copy from elsewhere too. */
    private InterruptedIOException local(IOException failure) {
        if (failure instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while a copy was fetched");
            interrupted.initCause(failure);
            return interrupted;
        }
        boolean full = DiskFull.is(failure, target);
        throw new Fault(failure, full ? ErrorCode.DISK_FULL : ErrorCode.STORE_UNREACHABLE, target.getParent());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
