package org.safeward.archive;

import static org.safeward.archive.zip.ZipRecords.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Future;
import org.safeward.archive.parallel.Block;
import org.safeward.archive.parallel.Compression;
import org.safeward.archive.parallel.DeflatePool;

/**
 * A ZIP with one deflated entry.
 *
 * <p>The local header is written before sizes and checksum are known and again at the end, when they are: no data
 * descriptor is needed, which some readers cannot take beyond 4 GiB. Room for the ZIP64 sizes is kept in it by a padding field,
 * so that small files stay readable for programs that do not know ZIP64. Until the end is written the file has no central
 * directory, and is refused by every reader.
 */
final class ZipFraming implements Framing {
    private static final int EXTRA_TIME = 0x5455;
    private static final int EXTRA_TIME_BYTES = 9;
    private static final int ZIP64_SIZES_BYTES = 20;

    /** "Growth hint" (APPNOTE 4.6.10, as in Open Packaging): a field that stands for nothing but its length. */
    private static final int EXTRA_PADDING = 0xa220;

    private static final int PADDING_SIGNATURE = 0xa028;
    private static final int MADE_BY_UNIX = 3 << 8;
    private static final int REGULAR_FILE_0600 = 0100600;
    private static final int VERSION_DEFLATE = 20;
    private static final int VERSION_ZIP64 = 45;
    private static final Instant EARLIEST = Instant.parse("1980-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2106-01-01T00:00:00Z");

    private final FileTarget file;
    private final byte[] name;
    private final DeflatePool deflaters;
    private final long zip64From;
    private long compressed;

    ZipFraming(FileTarget file, String entryName, Compression compression) throws IOException {
        this(file, entryName, compression, IN_ZIP64);
    }

    /** @param zip64From sizes from this one on are written in ZIP64 records; lower than the format's own limit in tests */
    ZipFraming(FileTarget file, String entryName, Compression compression, long zip64From) throws IOException {
        this.file = file;
        this.name = entryName.getBytes(StandardCharsets.UTF_8);
        this.zip64From = zip64From;
        this.deflaters = new DeflatePool(compression);
        try {
            file.write(localHeader(new Entry(0, 0, 0, EARLIEST)));
        } catch (Throwable e) {
            deflaters.close();
            throw e;
        }
    }

    @Override
    public Future<?> encode(Block block, boolean last) {
        return deflaters.deflate(block, last);
    }

    @Override
    public void write(Block block) throws IOException {
        ByteBuffer deflated = block.packed();
        compressed += deflated.remaining();
        file.write(deflated);
    }

    @Override
    public void end(long crc32, long bytes, Instant time) throws IOException {
        Entry entry = new Entry(crc32, bytes, compressed, clamp(time));
        long directory = file.position();
        ByteBuffer central = centralHeader(entry);
        file.write(central);
        file.write(endRecords(directory, central.limit()));
        file.rewriteBeginning(localHeader(entry));
    }

    @Override
    public void close() {
        deflaters.close();
    }

    private record Entry(long crc32, long size, long compressed, Instant time) {}

    private boolean large(Entry entry) {
        return entry.size >= zip64From || entry.compressed >= zip64From;
    }

    private ByteBuffer localHeader(Entry entry) {
        int extra = EXTRA_TIME_BYTES + ZIP64_SIZES_BYTES;
        ByteBuffer out = buffer(LOCAL_BYTES + name.length + extra).putInt(LOCAL);
        putCommon(out, entry, extra);
        out.put(name);
        putTime(out, entry);
        if (large(entry)) {
            putZip64Sizes(out, entry);
        } else {
            out.putShort((short) EXTRA_PADDING).putShort((short) (ZIP64_SIZES_BYTES - 4));
            out.putShort((short) PADDING_SIGNATURE)
                    .putShort((short) 0)
                    .putLong(0)
                    .putInt(0);
        }
        return out.flip();
    }

    private ByteBuffer centralHeader(Entry entry) {
        int extra = EXTRA_TIME_BYTES + (large(entry) ? ZIP64_SIZES_BYTES : 0);
        ByteBuffer out = buffer(CENTRAL_BYTES + name.length + extra).putInt(CENTRAL);
        out.putShort((short) (MADE_BY_UNIX | VERSION_ZIP64));
        putCommon(out, entry, extra);
        // Comment, disk and internal attributes are none; the header stands at the file's beginning.
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        out.putInt(REGULAR_FILE_0600 << 16).putInt(0);
        out.put(name);
        putTime(out, entry);
        if (large(entry)) {
            putZip64Sizes(out, entry);
        }
        return out.flip();
    }

    /** The fields that both headers have, in the same order. */
    private void putCommon(ByteBuffer out, Entry entry, int extraLength) {
        boolean large = large(entry);
        LocalDateTime time = LocalDateTime.ofInstant(entry.time, ZoneOffset.UTC);
        out.putShort((short) (large ? VERSION_ZIP64 : VERSION_DEFLATE));
        out.putShort((short) FLAG_UTF8).putShort((short) DEFLATED);
        out.putShort((short) (time.getHour() << 11 | time.getMinute() << 5 | time.getSecond() / 2));
        out.putShort((short) ((time.getYear() - 1980) << 9 | time.getMonthValue() << 5 | time.getDayOfMonth()));
        out.putInt((int) entry.crc32);
        out.putInt((int) (large ? IN_ZIP64 : entry.compressed));
        out.putInt((int) (large ? IN_ZIP64 : entry.size));
        out.putShort((short) name.length).putShort((short) extraLength);
    }

    /** Seconds since 1970 (Info-ZIP's field), because the DOS time above knows no time zone. */
    private static void putTime(ByteBuffer out, Entry entry) {
        out.putShort((short) EXTRA_TIME).putShort((short) (EXTRA_TIME_BYTES - 4));
        out.put((byte) 1).putInt((int) entry.time.getEpochSecond());
    }

    private static void putZip64Sizes(ByteBuffer out, Entry entry) {
        out.putShort((short) EXTRA_ZIP64).putShort((short) (ZIP64_SIZES_BYTES - 4));
        out.putLong(entry.size).putLong(entry.compressed);
    }

    private ByteBuffer endRecords(long directory, long directoryBytes) {
        boolean far = directory >= zip64From;
        ByteBuffer out = buffer((far ? END64_BYTES + LOCATOR64_BYTES : 0) + END_BYTES);
        if (far) {
            out.putInt(END64).putLong(END64_BYTES - 12);
            out.putShort((short) (MADE_BY_UNIX | VERSION_ZIP64)).putShort((short) VERSION_ZIP64);
            out.putInt(0).putInt(0).putLong(1).putLong(1);
            out.putLong(directoryBytes).putLong(directory);
            out.putInt(LOCATOR64).putInt(0).putLong(directory + directoryBytes).putInt(1);
        }
        out.putInt(END).putShort((short) 0).putShort((short) 0);
        out.putShort((short) 1).putShort((short) 1);
        out.putInt((int) directoryBytes).putInt((int) (far ? IN_ZIP64 : directory));
        return out.putShort((short) 0).flip();
    }

    private static Instant clamp(Instant time) {
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
