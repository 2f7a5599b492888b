package org.safeward.archive.zstd;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.safeward.archive.content.ManifestLine;
import org.safeward.archive.zip.ChannelSlice;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The skippable frames around the content of a snapshot, which other programs pass over: the first one says what the file is, the last one
 * before the {@link SeekTable} holds the manifest's line. The table has both, and all of them end where the file does: so one that was cut
 * short is told from a whole one.
 */
public final class SnapshotFrames {
    /** One of the sixteen that are free for programs; the seek table's is another one. */
    private static final int SKIPPABLE = 0x184D2A5B;

    private static final int KINDS = 0xF;
    private static final int HEADER_BYTES = 8;
    private static final byte[] WORDS = "Safeward Database Snapshot\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] manifestLine;
    private final long unpacked;

    private SnapshotFrames(byte[] manifestLine, long unpacked) {
        this.manifestLine = manifestLine;
        this.unpacked = unpacked;
    }

    /** What a snapshot begins with. */
    public static ByteBuffer header() {
        return frame(WORDS);
    }

    /** A frame that is passed over, to be written as it is. */
    public static ByteBuffer frame(byte[] content) {
        return ByteBuffer.allocate(HEADER_BYTES + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(SKIPPABLE)
                .putInt(content.length)
                .put(content)
                .flip();
    }

    /**
     * Whether a file is a snapshot of ours, whole or not: by its beginning, and where that is damaged by its end, since no other program
     * begins with a skippable frame and ends with a table.
     */
    public static boolean isOne(ChannelSlice.Positioned file, long size) throws IOException {
        byte[] header = header().array();
        byte[] beginning = new ChannelSlice(file, 0, size).readNBytes(header.length);
        if (Arrays.equals(beginning, 0, beginning.length, header, 0, beginning.length)) {
            return true;
        }
        return size >= SeekTable.FOOTER_BYTES
                && (littleEndian(beginning).getInt() & ~KINDS) == (SKIPPABLE & ~KINDS)
                && endsWithTable(file, size);
    }

    /**
     * Reads what stands around the content.
     *
     * @param name of the file, for messages
     * @throws Fault BACKUP_TRUNCATED, BACKUP_DAMAGED
     */
    public static SnapshotFrames of(ChannelSlice.Positioned file, long size, String name) throws IOException {
        if (size < SeekTable.FOOTER_BYTES || !endsWithTable(file, size)) {
            throw new Fault(ErrorCode.BACKUP_TRUNCATED, name);
        }
        byte[] header = header().array();
        require(Arrays.equals(header, bytes(file, 0, Math.min(size, header.length))), name);
        long frames = littleEndian(bytes(file, size - SeekTable.FOOTER_BYTES, Integer.BYTES))
                .getInt();
        long table = SeekTable.HEADER_BYTES + frames * SeekTable.ENTRY_BYTES + SeekTable.FOOTER_BYTES;
        require(frames >= 2 && table < size, name);
        Table read = Table.read(new ChannelSlice(file, size - table, table), frames, name);
        require(read.first == header.length && read.packed == size - table && read.last > HEADER_BYTES, name);
        require(read.last <= HEADER_BYTES + ManifestLine.MAX_BYTES, name);
        byte[] manifest = bytes(file, size - table - read.last, read.last);
        ByteBuffer head = littleEndian(manifest);
        require(head.getInt() == SKIPPABLE && head.getInt() == manifest.length - HEADER_BYTES, name);
        return new SnapshotFrames(Arrays.copyOfRange(manifest, HEADER_BYTES, manifest.length), read.unpacked);
    }

    /** @param packed bytes of all frames in the file @param first of them and @param last, in bytes */
    private record Table(long packed, long unpacked, long first, long last) {
        static Table read(InputStream source, long frames, String name) throws IOException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(source, 64 * 1024));
            require(next(in) == SeekTable.SKIPPABLE, name);
            require(next(in) == frames * SeekTable.ENTRY_BYTES + SeekTable.FOOTER_BYTES, name);
            long packed = 0;
            long unpacked = 0;
            long first = 0;
            long last = 0;
            for (long frame = 0; frame < frames; frame++) {
                last = Integer.toUnsignedLong(next(in));
                first = frame == 0 ? last : first;
                long content = Integer.toUnsignedLong(next(in));
                // The frames around hold nothing of the content.
                require(content == 0 == (frame == 0 || frame == frames - 1), name);
                packed += last;
                unpacked += content;
            }
            require(next(in) == frames && in.readByte() == 0, name);
            return new Table(packed, unpacked, first, last);
        }

        private static int next(DataInputStream in) throws IOException {
            return Integer.reverseBytes(in.readInt());
        }
    }

    /** With its newline; not yet looked at. */
    public byte[] manifestLine() {
        return manifestLine;
    }

    /** @throws Fault BACKUP_DAMAGED when the table speaks of other bytes than came out */
    public void requireUnpacked(long bytes, String name) {
        require(bytes == unpacked, name);
    }

    private static boolean endsWithTable(ChannelSlice.Positioned file, long size) throws IOException {
        return littleEndian(bytes(file, size - Integer.BYTES, Integer.BYTES)).getInt() == SeekTable.END;
    }

    private static byte[] bytes(ChannelSlice.Positioned file, long position, long length) throws IOException {
        return new ChannelSlice(file, position, length).readAllBytes();
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void require(boolean fits, String name) {
        if (!fits) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, name + ": frames");
        }
    }
}
