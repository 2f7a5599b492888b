package org.safeward.archive.content;

import java.util.function.LongSupplier;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * How much a compressed file may unpack to. The sizes that a ZIP declares are held against the limits before anything is
 * unpacked, and nothing beyond the declared size is ever unpacked. Frames of zstd need not declare theirs: there it counts what has come out.
 *
 * <p>The ratio alone says little: a real table full of zeros compresses a thousandfold, and a manifest is no signature that
 * could vouch for it. So the ratio only counts for files that unpack to more than {@code ratioFloor}.
 *
 * @param maxBytes unpacked
 * @param maxRatio unpacked : packed, for files that unpack to more than the floor
 * @param ratioFloor bytes, unpacked
 * @param room bytes of SQL that there is room for, asked once a file; from it follows what free disk space means to the caller
 */
public record ReadLimits(long maxBytes, long maxRatio, long ratioFloor, LongSupplier room) {

    /** For files that we wrote and kept ourselves: whatever is in them came out of a database. */
    public static final ReadLimits NONE =
            new ReadLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, () -> Long.MAX_VALUE);

    private static final long DEFAULT_RATIO = 200;
    private static final long DEFAULT_RATIO_FLOOR = 256L << 20;

    /** For files that came from outside: 200 : 1 above 256 MiB, and what there is room for. */
    public static ReadLimits foreign(long maxBytes, LongSupplier room) {
        return new ReadLimits(maxBytes, DEFAULT_RATIO, DEFAULT_RATIO_FLOOR, room);
    }

    /** The same, with the room that there is now: for who looks again and again while he fills it. */
    public ReadLimits asOfNow() {
        long there = room.getAsLong();
        return new ReadLimits(maxBytes, maxRatio, ratioFloor, () -> there);
    }

    /** @throws Fault ZIP_BOMB when that is too much */
    public void check(long packed, long unpacked) {
        if (unpacked > maxBytes) {
            throw bomb(unpacked, maxBytes);
        }
        if (unpacked > ratioFloor && unpacked / Math.max(1, packed) >= maxRatio) {
            throw new Fault(ErrorCode.ZIP_BOMB, unpacked / Math.max(1, packed) + " : 1 > " + maxRatio + " : 1");
        }
        long freeBytes = room.getAsLong();
        if (unpacked > freeBytes) {
            throw bomb(unpacked, freeBytes);
        }
    }

    private static Fault bomb(long unpacked, long limit) {
        return new Fault(ErrorCode.ZIP_BOMB, unpacked + " B > " + limit + " B");
    }
}
