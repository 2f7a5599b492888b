package org.safeward.engine.sqlite.connection;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * What a script may take of the disks that it is loaded on, so that none of the live database's room is taken from it: all but a reserve.
 * The staging file may not grow beyond that, and while statements run it is looked whether the reserve is still there, since what
 * SQLite puts into its temporary files has no limit of its own.
 *
 * <p>Not promised: others may take the room meanwhile, which ends the restore too; and between two looks, milliseconds of SQLite's work
 * or one value of up to a gigabyte, temporary files may grow into the reserve.
 */
public final class Room {
    private static final long MOST_RESERVED = 256L << 20;
    private static final int SHARE = 10;
    private static final long NANOS_BETWEEN_LOOKS = 5_000_000;

    private record Disk(FileStore store, long reserve) {
        boolean isShort() throws IOException {
            return store.getUsableSpace() < reserve;
        }
    }

    private final Path file;
    private final List<Disk> disks;
    private long looked = System.nanoTime();

    private Room(Path file, List<Disk> disks) {
        this.file = file;
        this.disks = disks;
    }

    /** @param reserve bytes to keep free; without, a tenth of what is free, at most 256 MB */
    public static Room beside(Path file, Optional<Long> reserve) throws IOException {
        return new Room(file, List.of(disk(file.getParent(), reserve), disk(TemporaryDirectory.ofSqlite(), reserve)));
    }

    private static Disk disk(Path directory, Optional<Long> reserve) throws IOException {
        FileStore store = Files.getFileStore(directory);
        return new Disk(store, reserve.orElse(Math.min(MOST_RESERVED, store.getUsableSpace() / SHARE)));
    }

    /** Before the first table: the size of a page is known by then. */
    public void limit(Session staging) throws IOException {
        limit(staging, "main", disks.get(0));
        limit(staging, "temp", disks.get(1));
    }

    private static void limit(Session staging, String schema, Disk disk) throws IOException {
        long bytes = disk.store().getUsableSpace() - disk.reserve();
        long pages = bytes / staging.number("PRAGMA " + schema + ".page_size");
        staging.execute("PRAGMA " + schema + ".max_page_count=" + Math.max(1, pages));
    }

    /** For a file whose size is known before it is written. @throws Fault DISK_FULL */
    public void requireFor(long bytes) throws IOException {
        Disk disk = disks.get(0);
        if (disk.store().getUsableSpace() - disk.reserve() < bytes) {
            throw fault(null);
        }
    }

    /** Called while a statement runs, more often than a disk should be asked. */
    boolean isShort() {
        long now = System.nanoTime();
        if (now - looked < NANOS_BETWEEN_LOOKS) {
            return false;
        }
        looked = now;
        try {
            return disks.get(0).isShort() || disks.get(1).isShort();
        } catch (IOException e) {
            // A disk that cannot be asked is told of by what is written to it.
            return false;
        }
    }

    Fault fault(Exception cause) {
        return new Fault(
                cause,
                ErrorCode.DISK_FULL,
                file + ", safeward.restore.disk-reserve = " + disks.get(0).reserve());
    }
}
