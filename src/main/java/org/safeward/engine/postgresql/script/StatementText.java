package org.safeward.engine.postgresql.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The text of the statement that is being read, in pieces, so that a large one is never copied to grow. On its way to the server a statement
 * takes at most five times its size, and the heap has to hold that beside all else: so one may be a seventh of the heap, and of the large ones
 * only one is in memory in the whole process. Others wait for it.
 */
final class StatementText implements AutoCloseable {
    private static final int PIECE = 1 << 16;
    private static final int SMALLEST_LIMIT = 16 << 20;
    private static final int LARGE = 8 << 20;
    private static final Semaphore LARGE_ONES = new Semaphore(1, true);

    private final long limit = Math.max(SMALLEST_LIMIT, Runtime.getRuntime().maxMemory() / 7);
    private final Deque<byte[]> full = new ArrayDeque<>();
    private final Work work;
    private byte[] piece = new byte[PIECE];
    private int used;
    private boolean large;

    StatementText(Work work) {
        this.work = work;
    }

    /** @param line where the statement begins, for the message */
    void add(int next, long line) {
        if (used == PIECE) {
            nextPiece(line);
        }
        piece[used++] = (byte) next;
    }

    private void nextPiece(long line) {
        full.add(piece);
        piece = new byte[PIECE];
        used = 0;
        long size = (long) full.size() * PIECE;
        if (size >= limit) {
            clear();
            throw new Fault(ErrorCode.SCRIPT_STATEMENT_TOO_LARGE, line, limit);
        }
        if (size > LARGE && !large) {
            awaitTheOthers();
        }
    }

    private void awaitTheOthers() {
        try {
            while (!LARGE_ONES.tryAcquire(200, TimeUnit.MILLISECONDS)) {
                work.checkpoint();
            }
            large = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkStopped(e);
        }
    }

    boolean isEmpty() {
        return used == 0 && full.isEmpty();
    }

    /** Nobody needs the statement any more. */
    void clear() {
        full.clear();
        used = 0;
        if (large) {
            large = false;
            LARGE_ONES.release();
        }
    }

    /** All of it, which is not kept here. */
    byte[] taken() {
        byte[] all = new byte[full.size() * PIECE + used];
        int at = 0;
        full.add(piece);
        piece = full.size() == 1 ? piece : new byte[PIECE];
        while (!full.isEmpty()) {
            byte[] next = full.poll();
            int length = Math.min(PIECE, all.length - at);
            System.arraycopy(next, 0, all, at, length);
            at += length;
        }
        used = 0;
        return all;
    }

    @Override
    public void close() {
        clear();
    }
}
