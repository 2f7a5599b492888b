package org.safeward.engine.sqlite.load;

/**
 * One row in SQLite's record format (https://www.sqlite.org/fileformat.html#record_format): the size of the header, a serial type for each
 * value, then the values. Each {@code add} tells whether there was room.
 */
final class RowRecord {
    /** Columns of a table as SQLite is compiled. */
    static final int MOST_VALUES = 2000;

    private static final int OF_REAL = 7;
    private static final int OF_BLOB = 12;
    private static final int OF_TEXT = 13;

    private final long[] types = new long[MOST_VALUES];
    private final byte[] body;
    private int values;
    private int length;

    /** The last value's first byte. */
    private int start;

    /** @param most bytes of all values */
    RowRecord(int most) {
        body = new byte[most];
    }

    void clear() {
        values = 0;
        length = 0;
    }

    int values() {
        return values;
    }

    boolean addNull() {
        return type(0);
    }

    boolean addInteger(long value) {
        if (value == 0 || value == 1) {
            return type(8 + value);
        }
        long magnitude = value < 0 ? ~value : value;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 1;
        int bytes = bits <= 32 ? (bits + 7) / 8 : bits <= 48 ? 6 : 8;
        return number(value, bytes) && type(bytes <= 4 ? bytes : bytes == 6 ? 5 : 6);
    }

    boolean addReal(double value) {
        return number(Double.doubleToRawLongBits(value), Double.BYTES) && type(OF_REAL);
    }

    /** Followed by {@link #append}s and {@link #endText} or {@link #endBlob}. */
    void begin() {
        start = length;
    }

    boolean append(byte[] from, int at, int count) {
        if (count > body.length - length) {
            return false;
        }
        System.arraycopy(from, at, body, length, count);
        length += count;
        return true;
    }

    boolean append(int oneByte) {
        if (length == body.length) {
            return false;
        }
        body[length++] = (byte) oneByte;
        return true;
    }

    boolean endText() {
        return type(OF_TEXT + 2L * (length - start));
    }

    boolean endBlob() {
        return type(OF_BLOB + 2L * (length - start));
    }

    private boolean type(long type) {
        if (values == MOST_VALUES) {
            return false;
        }
        types[values++] = type;
        return true;
    }

    private boolean number(long value, int bytes) {
        if (bytes > body.length - length) {
            return false;
        }
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            body[length++] = (byte) (value >> shift);
        }
        return true;
    }

    /** Bytes of the whole. */
    int size() {
        return headerSize() + length;
    }

    private int headerSize() {
        int size = 0;
        for (int i = 0; i < values; i++) {
            size += Varint.size(types[i]);
        }
        // The size counts itself.
        int own = Varint.size(size + 1L);
        return size + Math.max(own, Varint.size(size + own));
    }

    /** @return behind it */
    int write(byte[] target, int at) {
        int position = Varint.write(target, at, headerSize());
        for (int i = 0; i < values; i++) {
            position = Varint.write(target, position, types[i]);
        }
        System.arraycopy(body, 0, target, position, length);
        return position + length;
    }
}
