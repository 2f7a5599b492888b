package org.safeward.store.remote.s3;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Function;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.WholeFile;
import software.amazon.awssdk.core.sync.RequestBody;

/** A part of a file as the body of a request, read from the disk as often as it is sent. */
final class FilePart {
    private static final int BUFFER_BYTES = 1 << 16;

    private final WholeFile file;
    private final int number;
    private final long from;
    private final long length;
    private final String md5;
    private Exception trouble;

    /**
     * Reads it once.
     *
     * @param number from 1
     * @param whole the digest of the file, which is given this part too
     * @throws EOFException when the file is shorter
     */
    FilePart(WholeFile file, int number, long from, long length, MessageDigest whole) throws IOException {
        this.file = file;
        this.number = number;
        this.from = from;
        this.length = length;
        this.md5 = md5(whole);
    }

    int number() {
        return number;
    }

    long length() {
        return length;
    }

    /** As the header Content-MD5 has it. */
    String md5() {
        return md5;
    }

    private String md5(MessageDigest whole) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = new Reading()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                whole.update(buffer, 0, read);
                requireNotInterrupted();
            }
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    /**
     * Makes a request with it. What goes wrong on our side is thrown as it is, not as the SDK calls it.
     *
     * @param progress is told how many bytes of this part were handed over
     */
    <T> T send(Progress progress, Function<RequestBody, T> request) throws IOException {
        trouble = null;
        try {
            return request.apply(
                    RequestBody.fromContentProvider(() -> content(progress), length, "application/octet-stream"));
        } catch (RuntimeException e) {
            throwTrouble();
            throw e;
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** Reading a file heeds no interrupt by itself. */
    private void requireNotInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while " + file.path() + " was sent");
        }
    }

    private void throwTrouble() throws IOException {
        if (trouble instanceof IOException e) {
            throw e;
        }
        if (trouble instanceof RuntimeException e) {
            throw e;
        }
    }

    private InputStream content(Progress progress) {
        try {
            return new Sending(new Reading(), progress);
        } catch (IOException e) {
            trouble = e;
            throw new UncheckedIOException(e);
        }
    }

    /** Tells the progress, heeds an interrupt, and keeps what goes wrong. */
    private final class Sending extends FilterInputStream {
        private final Progress progress;
        private long sent;

        Sending(InputStream in, Progress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int read = in.read(bytes, offset, length);
                sent += Math.max(0, read);
                if (read > 0) {
                    progress.sent(sent);
                }
                requireNotInterrupted();
                return read;
            } catch (IOException | RuntimeException e) {
                trouble = e;
                throw new IOException("the file could not be read on", e);
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    /** The bytes of the part; fewer are an EOFException. */
    private final class Reading extends FilterInputStream {
        private long missing = length;

        Reading() throws IOException {
            super(Files.newInputStream(file.path()));
            in.skipNBytes(from);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int most) throws IOException {
            if (missing == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(most, missing));
            if (read < 0) {
                throw new EOFException(file.path() + " became shorter");
            }
            missing -= read;
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
