package org.safeward.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.safeward.engine.Work;

/** Copies a file down to the disk. */
final class FileCopy {
    private static final int BUFFER_BYTES = 1 << 17;

    private FileCopy() {}

    /**
     * @param target new and empty; closed here
     * @return the SHA-256 of what was copied
     */
    static String copy(Path source, FileChannel target, Work work) throws IOException {
        try (target;
                FileChannel in = FileChannel.open(source)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (in.read(buffer) >= 0) {
                work.checkpoint();
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
