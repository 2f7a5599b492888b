package org.safeward.engine.sqlite.load;

/** Numbers as SQLite's files have them (https://www.sqlite.org/fileformat.html#varint): seven bits in a byte, the highest first. Not negative ones. */
final class Varint {
    private static final int BITS = 7;

    private Varint() {}

    static int size(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + BITS - 1) / BITS);
    }

    /** @return behind it */
    static int write(byte[] target, int at, long value) {
        int end = at + size(value);
        long rest = value;
        for (int i = end - 1; i >= at; i--) {
            target[i] = (byte) (rest & 0x7f | (i == end - 1 ? 0 : 0x80));
            rest >>>= BITS;
        }
        return end;
    }
}
