package org.safeward.archive.content;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * A checksum over the rows of a table that does not depend on their order: the sum modulo 2<sup>128</sup> of a 128-bit hash (XXH3, seed 0) of
 * each row. Two tables with the same rows, each as often, have the same; others hardly ever, unless somebody made them to: it is no signature.
 *
 * <p>What the bytes of a row are is the affair of who adds them. Not thread-safe.
 */
public final class RowDigest {
    private static final Hasher128 XXH3 = Hashing.xxh3_128();

    private HashStream128 stream;
    private long high;
    private long low;

    /** A row whose bytes are all there; not while another one is open. */
    public void add(byte[] bytes, int offset, int length) {
        add(XXH3.hashBytesTo128Bits(bytes, offset, length));
    }

    /** The next bytes of a row that comes in pieces. Only one is open at a time. */
    public void open(byte[] bytes, int offset, int length) {
        if (stream == null) {
            stream = XXH3.hashStream();
        }
        stream.putBytes(bytes, offset, length);
    }

    /** The row that {@link #open} was called for is whole. */
    public void close() {
        add(stream.get());
        stream.reset();
    }

    private void add(HashValue128 row) {
        long sum = low + row.getLeastSignificantBits();
        boolean carries = Long.compareUnsigned(sum, low) < 0;
        low = sum;
        high += row.getMostSignificantBits() + (carries ? 1 : 0);
    }

    /** 32 lower-case hexadecimal digits; zeros when there is no row. */
    public String hex() {
        return "%016x%016x".formatted(high, low);
    }
}
