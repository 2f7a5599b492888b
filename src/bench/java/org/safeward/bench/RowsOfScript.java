package org.safeward.bench;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipInputStream;

/**
 * The rows of a backup, one a line as both engines write them, for taking the time of their digests alone: the same hash of the same bytes as while they are
 * written, on one thread. The program of the bench is compiled less well than a server that has run for a while, so that this is more than they cost there.
 */
final class RowsOfScript {
    private static final Hasher128 XXH3 = Hashing.xxh3_128();
    private static final int PIECE = 1 << 20;

    private final Path unpacked;

    private RowsOfScript(Path unpacked) {
        this.unpacked = unpacked;
    }

    static RowsOfScript of(Path backup, Path unpacked) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(backup)))) {
            zip.getNextEntry();
            Files.copy(zip, unpacked);
        }
        return new RowsOfScript(unpacked);
    }

    /** @return nothing that a file was made of */
    long digest() throws IOException {
        byte[] buffer = new byte[PIECE];
        int filled = 0;
        long sum = 0;
        try (InputStream in = Files.newInputStream(unpacked)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer, filled, buffer.length - filled)) {
                int end = filled + read;
                int start = 0;
                for (int at = filled; at < end; at++) {
                    if (buffer[at] == '\n') {
                        sum += low(buffer, start, at - start);
                        start = at + 1;
                    }
                }
                if (start == 0 && end == buffer.length) {
                    // A row of more than a piece counts as several.
                    sum += low(buffer, 0, end);
                    start = end;
                }
                filled = end - start;
                System.arraycopy(buffer, start, buffer, 0, filled);
            }
        }
        if (sum == 0) {
            throw new BenchFault("no row was read");
        }
        return 0;
    }

    private static long low(byte[] bytes, int from, int length) {
        HashValue128 hash = XXH3.hashBytesTo128Bits(bytes, from, length);
        return hash.getLeastSignificantBits() ^ hash.getMostSignificantBits();
    }
}
