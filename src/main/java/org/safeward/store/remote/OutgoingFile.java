package org.safeward.store.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A file on its way out. Its last bytes are only given when all of it is what was said, so that nobody can get a wrong file whole. Tells the
 * progress, and heeds an interrupt before each piece.
 */
public final class OutgoingFile extends InputStream {
    private final WholeFile file;
    private final Progress progress;
    private final InputStream in;
    private final MessageDigest digest = Sha256.begin();
    private long given;

    /** The caller closes it. */
    public OutgoingFile(WholeFile file, Progress progress) throws IOException {
        this.file = file;
        this.progress = progress;
        this.in = Files.newInputStream(file.path());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws Fault BACKUP_DAMAGED instead of the last bytes when the file is not the one that was said */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while " + file.path() + " was sent");
        }
        int read = in.read(bytes, offset, length);
        if (read > 0) {
            digest.update(bytes, offset, read);
            given += read;
        }
        if (given > file.size() || read < 0 && given < file.size()) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, file.path());
        }
        if (read > 0 && given == file.size()) {
            requireSame();
        }
        if (read > 0) {
            progress.sent(given);
        }
        return read;
    }

    private void requireSame() {
        if (!Sha256.end(digest).equals(file.sha256())) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, file.path());
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
