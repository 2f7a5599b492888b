package org.safeward.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Copies a file down to the disk. */
public final class FileCopy {
    private static final int BUFFER_BYTES = 1 << 17;

    private FileCopy() {}

    /**
     * Whether the one is a copy of the other, by their sizes and their ends: these hold the manifest with the checksum of all the rest, or a
     * ZIP's directory with it. False when either is not there.
     */
    static boolean isLike(Path file, Path copy) throws IOException {
        try (FileChannel one = FileChannel.open(file);
                FileChannel other = FileChannel.open(copy, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return one.size() == other.size() && end(one).equals(end(other));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static ByteBuffer end(FileChannel file) throws IOException {
        ByteBuffer end = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, file.size()));
        long start = file.size() - end.capacity();
        while (end.hasRemaining() && file.read(end, start + end.position()) >= 0) {
            // Until it is full.
        }
        return end.flip();
    }

    /**
     * @param target new and empty; closed here
     * @param between called before each piece; what it throws ends the copying
     * @return the SHA-256 of what was copied
     */
    public static String copy(Path source, FileChannel target, Runnable between) throws IOException {
        try (target;
                FileChannel in = FileChannel.open(source)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (in.read(buffer) >= 0) {
                between.run();
                digest.update(buffer.flip().duplicate());
                while (buffer.hasRemaining()) {
                    target.write(buffer);
                }
                buffer.clear();
            }
            target.force(true);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
