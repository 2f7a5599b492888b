package org.safeward.archive.zip;

import static org.safeward.archive.zip.ZipRecords.*;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** One header of the central directory (APPNOTE 4.3.12). */
record CentralHeader(int flags, int method, long crc32, long packed, long unpacked, long local, byte[] rawName) {

    /** In the old Chinese and Japanese character sets 5C is also the second half of a character, behind a byte above 80. */
    private static final Pattern OLD_BACKSLASH = Pattern.compile("(?<![\\x81-\\xFE])\\\\");

    private static final Pattern OUTSIDE = Pattern.compile("(?s)/.*|[A-Za-z]:.*|(.*/)?\\.\\.(/.*)?|.*\\p{Cntrl}.*");
    private static final int LONGEST_SHOWN = 100;

    /** @throws EOFException when the directory ends within the header */
    static CentralHeader read(InputStream directory) throws IOException {
        ByteBuffer fixed = take(directory, CENTRAL_BYTES);
        ZipInvalid.unless(fixed.getInt(0) == CENTRAL, "central directory header");
        byte[] name = take(directory, ZipDirectory.u16(fixed, 28)).array();
        ByteBuffer extra = take(directory, ZipDirectory.u16(fixed, 30));
        take(directory, ZipDirectory.u16(fixed, 32));
        Zip64Extra large = new Zip64Extra(extra);
        // Only the values that do not fit stand in the extra field, in this order (4.5.3).
        long unpacked = large.valueOf(ZipDirectory.u32(fixed, 24));
        long packed = large.valueOf(ZipDirectory.u32(fixed, 20));
        long local = large.valueOf(ZipDirectory.u32(fixed, 42));
        ZipInvalid.unless(unpacked >= 0 && packed >= 0 && local >= 0, "ZIP64");
        long crc32 = ZipDirectory.u32(fixed, 16);
        return new CentralHeader(
                ZipDirectory.u16(fixed, 8), ZipDirectory.u16(fixed, 10), crc32, packed, unpacked, local, name);
    }

    private static ByteBuffer take(InputStream directory, int length) throws IOException {
        byte[] bytes = directory.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("within a header of the central directory");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean isUtf8() {
        return (flags & FLAG_UTF8) != 0;
    }

    /** Names without the UTF-8 flag are in whatever the writer's system used; only their ASCII letters matter here. */
    String name() {
        return new String(rawName, isUtf8() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    /** We never make a file of an entry's name, but who writes such a name means no good. */
    void requireSafeName() {
        String name = name();
        boolean backslash =
                isUtf8() ? name.indexOf('\\') >= 0 : OLD_BACKSLASH.matcher(name).find();
        if (name.isEmpty() || backslash || OUTSIDE.matcher(name).matches()) {
            throw new Fault(ErrorCode.ZIP_UNSAFE_NAME, shownName());
        }
    }

    /** For messages. */
    String shownName() {
        String name = name().replaceAll("\\p{Cntrl}", "?");
        return name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "...";
    }

    void requireReadable() {
        if ((flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS)) != 0) {
            throw new Fault(ErrorCode.ZIP_ENCRYPTED);
        }
        ZipInvalid.unless(method == STORED || method == DEFLATED, "compression method " + method);
        ZipInvalid.unless(method != STORED || packed == unpacked, "stored size");
        if (unpacked == 0) {
            throw new Fault(ErrorCode.FILE_EMPTY);
        }
    }

    /** The 64-bit values of an extra field, taken one after the other. */
    private static final class Zip64Extra {
        private final ByteBuffer values;

        Zip64Extra(ByteBuffer extra) {
            ByteBuffer found = ByteBuffer.allocate(0);
            while (extra.remaining() >= 4) {
                int id = extra.getShort() & 0xFFFF;
                int length = extra.getShort() & 0xFFFF;
                ZipInvalid.unless(length <= extra.remaining(), "extra field");
                if (id == EXTRA_ZIP64) {
                    found = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                }
                extra.position(extra.position() + length);
            }
            values = found;
        }

        long valueOf(long small) {
            if (small != IN_ZIP64) {
                return small;
            }
            ZipInvalid.unless(values.remaining() >= 8, "ZIP64");
            return values.getLong();
        }
    }
}
