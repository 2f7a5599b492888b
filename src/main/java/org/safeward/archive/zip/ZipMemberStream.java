package org.safeward.archive.zip;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.safeward.archive.parallel.YieldRegularly;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The script of a ZIP, unpacked. Reads the file from its first byte to its last, so that who checksums it on the way has all
 * of it; reports the end only when sizes and CRC-32 are the declared ones, and gives no byte beyond the declared size.
 */
public final class ZipMemberStream extends InputStream {
    private static final int CHUNK = 64 * 1024;

    private final InputStream file;
    private final ZipMember member;
    private final String name;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc32 = new CRC32();
    private final byte[] packed = new byte[CHUNK];
    private final YieldRegularly courtesy = new YieldRegularly();
    private long packedLeft;
    private long unpackedLeft;
    private boolean begun;
    private boolean ended;

    /**
     * @param file at its beginning; not closed here
     * @param name of the file, for messages
     */
    public ZipMemberStream(InputStream file, ZipMember member, String name) {
        this.file = file;
        this.member = member;
        this.name = name;
        this.packedLeft = member.packed();
        this.unpackedLeft = member.unpacked();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (ended) {
            return -1;
        }
        if (!begun) {
            begun = true;
            readThrough(member.data());
        }
        int read = member.method() == ZipRecords.STORED
                ? readPacked(target, offset, length)
                : inflate(target, offset, length);
        if (read < 0) {
            end();
            return -1;
        }
        if (read > unpackedLeft) {
            throw damaged(null, "size");
        }
        unpackedLeft -= read;
        crc32.update(target, offset, read);
        courtesy.giveWay();
        return read;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            while (true) {
                int read = inflater.inflate(target, offset, length);
                if (read > 0) {
                    return read;
                }
                if (inflater.finished()) {
                    return -1;
                }
                if (!inflater.needsInput()) {
                    throw damaged(null, "deflate");
                }
                int more = readPacked(packed, 0, CHUNK);
                if (more < 0) {
                    throw damaged(null, "deflate");
                }
                inflater.setInput(packed, 0, more);
            }
        } catch (DataFormatException e) {
            throw damaged(e, "deflate");
        }
    }

    /** -1 at the end of the member's data. */
    private int readPacked(byte[] target, int offset, int length) throws IOException {
        if (packedLeft == 0) {
            return -1;
        }
        int read = file.read(target, offset, (int) Math.min(length, packedLeft));
        if (read < 0) {
            throw new Fault(ErrorCode.BACKUP_TRUNCATED, name);
        }
        packedLeft -= read;
        return read;
    }

    private void end() throws IOException {
        ended = true;
        if (packedLeft > 0 || inflater.getRemaining() > 0 || unpackedLeft > 0) {
            throw damaged(null, "size");
        }
        if (crc32.getValue() != member.crc32()) {
            throw damaged(null, "CRC-32");
        }
        readThrough(Long.MAX_VALUE);
    }

    /** Reads bytes that are not the script's, up to so many or the file's end. */
    private void readThrough(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            int read = file.read(packed, 0, (int) Math.min(CHUNK, left));
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    private Fault damaged(Exception cause, String what) {
        return new Fault(cause, ErrorCode.BACKUP_DAMAGED, name + ": " + what);
    }

    /** Frees the inflater's native memory. */
    @Override
    public void close() {
        inflater.end();
    }
}
