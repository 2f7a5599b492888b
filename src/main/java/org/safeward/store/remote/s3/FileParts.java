package org.safeward.store.remote.s3;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.WholeFile;

/** The parts of a file, one after the other, to whoever asks next. The last one is only given when the file is what was said. */
final class FileParts {
    private static final long MEBIBYTE = 1 << 20;

    /** So many parts S3 takes of an object. */
    private static final int MOST_PARTS = 10_000;

    private final WholeFile file;
    private final long partBytes;
    private final MessageDigest digest;
    private long given;
    private int number;

    /** @param leastBytes of a part; of larger files more, so that 10,000 parts suffice */
    FileParts(WholeFile file, long leastBytes) {
        this.file = file;
        this.partBytes = Math.max(leastBytes, partBytes(file.size()));
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whole mebibytes. */
    static long partBytes(long size) {
        long bytes = (size + MOST_PARTS - 1) / MOST_PARTS;
        return (bytes + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
    }

    /**
     * The next part, after it was read once; an empty file has one too.
     *
     * @throws Fault BACKUP_DAMAGED when the file is not of the size and the SHA-256 that were said
     */
    synchronized Optional<FilePart> next() throws IOException {
        if (number > 0 && given == file.size()) {
            return Optional.empty();
        }
        FilePart part = read(Math.min(partBytes, file.size() - given));
        number = part.number();
        given += part.length();
        if (given == file.size()) {
            requireWhole();
        }
        return Optional.of(part);
    }

    private FilePart read(long length) throws IOException {
        try {
            return new FilePart(file, number + 1, given, length, digest);
        } catch (EOFException e) {
            throw new Fault(e, ErrorCode.BACKUP_DAMAGED, file.path());
        }
    }

    private void requireWhole() throws IOException {
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (Files.size(file.path()) != file.size() || !sha256.equals(file.sha256())) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, file.path());
        }
    }
}
