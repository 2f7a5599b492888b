package org.safeward.backup.fetch;

import java.io.IOException;
import java.io.InputStream;
import org.safeward.archive.content.Sha256;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The content of a copy that goes to somebody who cannot take it back. The last piece is held back until all was read and has the right SHA-256: of
 * another file the end is never given, so that nobody takes what he got for the whole of it.
 */
final class ProvenContent extends InputStream {
    private static final int PIECE_BYTES = 1 << 16;

    private final InputStream source;
    private final StreamedCopy copy;
    private final Sha256 digest = new Sha256();
    private byte[] piece = new byte[PIECE_BYTES];
    private byte[] ahead = new byte[PIECE_BYTES];
    private int pieceBytes;
    private int aheadBytes;
    private int given;
    private long total;
    private boolean begun;

    /** @param source from its beginning; closed with this */
    ProvenContent(InputStream source, StreamedCopy copy) {
        this.source = source;
        this.copy = copy;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws Fault BACKUP_DAMAGED in place of the last piece */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (!begun) {
            begun = true;
            readAhead();
        }
        if (given == pieceBytes) {
            next();
        }
        if (pieceBytes == 0) {
            return -1;
        }
        int bytes = Math.min(length, pieceBytes - given);
        System.arraycopy(piece, given, target, offset, bytes);
        given += bytes;
        return bytes;
    }

    private void next() throws IOException {
        byte[] used = piece;
        piece = ahead;
        pieceBytes = aheadBytes;
        given = 0;
        ahead = used;
        aheadBytes = 0;
        if (pieceBytes > 0) {
            readAhead();
        }
    }

    private void readAhead() throws IOException {
        aheadBytes = source.readNBytes(ahead, 0, ahead.length);
        digest.update(ahead, 0, aheadBytes);
        total += aheadBytes;
        if (total > copy.size()) {
            throw damaged(total + " / " + copy.size() + " B");
        }
        if (aheadBytes == 0) {
            String sum = digest.hex();
            if (!sum.equals(copy.sha256())) {
                throw damaged("SHA-256 " + sum);
            }
        }
    }

    private Fault damaged(String found) {
        Fault reason = new Fault(ErrorCode.BACKUP_DAMAGED, found);
        copy.damaged().accept(reason);
        return reason;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
