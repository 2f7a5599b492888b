package org.safeward.archive.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checksum of a whole file as it is on disk, without looking at what it holds. */
public final class FileSum {
    private static final int CHUNK = 256 * 1024;

    private FileSum() {}

    /**
     * SHA-256 in lower-case hex, as {@code BackupFileReader.fileSha256}. Who finds the one that a file had when it was read to its
     * end and found whole, knows that it still is.
     *
     * @param between called after each piece; what it throws ends the reading
     */
    public static String sha256(Path file, Runnable between) throws IOException {
        Sha256 sum = new Sha256();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                sum.update(chunk, 0, read);
                between.run();
            }
        }
        return sum.hex();
    }
}
