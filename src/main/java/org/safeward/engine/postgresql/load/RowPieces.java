package org.safeward.engine.postgresql.load;

/**
 * Gathers a COPY's rows in pieces that are worth a way of their own. A piece ends with a row, unless the row alone is larger than
 * a piece: then its next piece has to follow it.
 */
final class RowPieces implements ScriptTarget.Rows {
    /** Small enough to keep several sessions busy and rows nearly in their order, large enough to hand over rarely. */
    static final int BYTES = 1 << 20;

    /** Takes pieces; the bytes are its own from then on. */
    interface Taker {
        void take(byte[] bytes, int length);

        /** There will be no more. */
        default void end() {}
    }

    private final Taker taker;
    private byte[] piece = new byte[BYTES];
    private int filled;
    private boolean any;

    RowPieces(Taker taker) {
        this.taker = taker;
    }

    @Override
    public void take(byte[] bytes, int offset, int length) {
        int taken = 0;
        while (taken < length) {
            int part = Math.min(length - taken, BYTES - filled);
            System.arraycopy(bytes, offset + taken, piece, filled, part);
            filled += part;
            taken += part;
            if (filled == BYTES) {
                give(afterLastRow());
            }
        }
    }

    /** Gives the last piece, an empty one when there was no row: the COPY itself may be what fails. */
    @Override
    public void end() {
        if (filled > 0 || !any) {
            give(filled);
        }
        taker.end();
    }

    @Override
    public void close() {
        // What was not given is forgotten.
    }

    private void give(int length) {
        byte[] given = piece;
        piece = new byte[BYTES];
        System.arraycopy(given, length, piece, 0, filled - length);
        filled -= length;
        any = true;
        taker.take(given, length);
    }

    private int afterLastRow() {
        int end = filled;
        while (end > 0 && piece[end - 1] != '\n') {
            end--;
        }
        return end == 0 ? filled : end;
    }
}
