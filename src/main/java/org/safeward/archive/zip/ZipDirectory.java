package org.safeward.archive.zip;

import static org.safeward.archive.zip.ZipRecords.*;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the one script of a ZIP. The central directory decides what is in the file; every number in it is held against the
 * file's size, the local header and the neighbours before anything is made of it: headers, data and directory have to fill
 * the file up to its last byte without gap or overlap around the script.
 */
public final class ZipDirectory {
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int MAX_ENTRIES = 100_000;

    private final ChannelSlice.Positioned file;
    private final long fileSize;
    private long start;
    private long bytes;
    private long entries;

    private ZipDirectory(ChannelSlice.Positioned file, long fileSize) {
        this.file = file;
        this.fileSize = fileSize;
    }

    /** @throws org.safeward.fault.Fault ZIP_* when there is no such script, or anything about it is not in order */
    public static ZipMember findScript(ChannelSlice.Positioned file, long fileSize) throws IOException {
        ZipDirectory directory = new ZipDirectory(file, fileSize);
        directory.readEnd();
        return directory.readEntries().script();
    }

    private void readEnd() throws IOException {
        long end = findEnd();
        ByteBuffer record = read(end, END_BYTES);
        int disk = u16(record, 4);
        int directoryDisk = u16(record, 6);
        int entriesHere = u16(record, 8);
        entries = u16(record, 10);
        bytes = u32(record, 12);
        start = u32(record, 16);
        ZipInvalid.unless(disk == directoryDisk && entriesHere == entries, "multi-disk");
        boolean has64 = end >= LOCATOR64_BYTES && read(end - LOCATOR64_BYTES, 4).getInt(0) == LOCATOR64;
        if (has64) {
            end = readEnd64(end - LOCATOR64_BYTES);
        } else {
            ZipInvalid.unless(disk == 0, "multi-disk");
        }
        ZipInvalid.unless(start >= 0 && bytes >= 0 && start <= end && start + bytes == end, "central directory");
        ZipInvalid.unless(entries >= 0 && entries <= MAX_ENTRIES, entries + " entries");
    }

    /** The end record's comment has to reach exactly to the file's end: so nothing can follow a ZIP unseen. */
    private long findEnd() throws IOException {
        ZipInvalid.unless(fileSize >= END_BYTES, fileSize + " B");
        int tailBytes = (int) Math.min(fileSize, END_BYTES + MAX_COMMENT);
        ByteBuffer tail = read(fileSize - tailBytes, tailBytes);
        for (int at = tailBytes - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END && u16(tail, at + 20) == tailBytes - END_BYTES - at) {
                return fileSize - tailBytes + at;
            }
        }
        throw ZipInvalid.because("end of central directory");
    }

    private long readEnd64(long locator) throws IOException {
        ByteBuffer pointer = read(locator, LOCATOR64_BYTES);
        long end64 = pointer.getLong(8);
        ZipInvalid.unless(pointer.getInt(4) == 0 && pointer.getInt(16) <= 1, "multi-disk");
        ZipInvalid.unless(end64 >= 0 && end64 <= locator - END64_BYTES, "ZIP64 locator");
        ByteBuffer record = read(end64, END64_BYTES);
        boolean fits = record.getInt(0) == END64
                && record.getLong(4) == locator - end64 - 12
                && record.getInt(16) == 0
                && record.getInt(20) == 0
                && record.getLong(24) == record.getLong(32);
        ZipInvalid.unless(fits, "ZIP64 end of central directory");
        ZipInvalid.unless(agrees(entries, 0xFFFF, record.getLong(32)), "ZIP64 end of central directory");
        ZipInvalid.unless(agrees(bytes, IN_ZIP64, record.getLong(40)), "ZIP64 end of central directory");
        ZipInvalid.unless(agrees(start, IN_ZIP64, record.getLong(48)), "ZIP64 end of central directory");
        entries = record.getLong(32);
        bytes = record.getLong(40);
        start = record.getLong(48);
        return end64;
    }

    private static boolean agrees(long small, long elsewhere, long large) {
        return small == elsewhere || small == large;
    }

    private ScriptChoice readEntries() throws IOException {
        ScriptChoice choice = new ScriptChoice(this);
        try (InputStream in = new BufferedInputStream(new ChannelSlice(file, start, bytes))) {
            for (long i = 0; i < entries; i++) {
                choice.consider(CentralHeader.read(in));
            }
            ZipInvalid.unless(in.read() < 0, "central directory");
        } catch (EOFException e) {
            throw ZipInvalid.because("central directory");
        }
        return choice;
    }

    /** Where the central directory begins, and with it the entries end. */
    long start() {
        return start;
    }

    ByteBuffer read(long position, int length) throws IOException {
        ZipInvalid.unless(position >= 0 && position <= fileSize - length, "offset " + position);
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (out.hasRemaining()) {
            ZipInvalid.unless(file.read(out, position + out.position()) >= 0, "offset " + position);
        }
        return out.flip();
    }

    static int u16(ByteBuffer record, int at) {
        return record.getShort(at) & 0xFFFF;
    }

    static long u32(ByteBuffer record, int at) {
        return record.getInt(at) & 0xFFFF_FFFFL;
    }
}
