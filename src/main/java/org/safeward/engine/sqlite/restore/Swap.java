package org.safeward.engine.sqlite.restore;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.safeward.engine.Fence;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.sqlite.connection.LiveFile;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Makes a staging file the live database:
 *
 * <ul>
 *   <li>a live database that works is overwritten in one transaction ({@link LiveCopy}), as often as it takes until that is
 *       proven or the time for locks is over;
 *   <li>a live file that is missing is replaced by linking the staging file to its name, which never takes another's place;
 *   <li>a live file that is no database is given a second name, and then the staging file is renamed over it, so that there is
 *       never a moment without a file.
 * </ul>
 *
 * <p>In the last two cases what SQLite had put beside the lost file is moved away first, lest it is applied to the restored one.
 */
final class Swap {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private final LiveFile live;
    private final Path staging;
    private final String job;
    private final Fence fence;
    private final Work work;

    Swap(LiveFile live, Path staging, String job, Fence fence, Work work) {
        this.live = live;
        this.staging = staging;
        this.job = job;
        this.fence = fence;
        this.work = work;
    }

    void run(Duration lockTimeout) throws IOException {
        long deadline = System.nanoTime() + lockTimeout.toNanos();
        while (!tried()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new Fault(ErrorCode.DATABASE_LOCKED, live.path());
            }
            pause();
        }
    }

    private boolean tried() throws IOException {
        work.checkpoint();
        if (!live.exists()) {
            return publish();
        }
        LiveCopy.Outcome outcome = copy();
        if (outcome == LiveCopy.Outcome.DAMAGED) {
            replaceBroken();
        }
        return outcome != LiveCopy.Outcome.LOCKED;
    }

    private LiveCopy.Outcome copy() {
        try (LiveCopy copy = new LiveCopy(staging, live.path())) {
            LiveCopy.Outcome locks = copy.tryLocks();
            if (locks != LiveCopy.Outcome.DONE) {
                return locks;
            }
            fence.pass();
            LiveCopy.Outcome outcome = copy.copy();
            if (outcome == LiveCopy.Outcome.DONE) {
                copy.checkpoint();
            }
            return outcome;
        }
    }

    /** @return false when somebody made a file of that name meanwhile */
    private boolean publish() throws IOException {
        fence.pass();
        moveCompanionsAway();
        try {
            Durable.publish(staging, live.path());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private void replaceBroken() throws IOException {
        Durable.copyOwnership(live.path(), staging);
        Durable.sync(staging);
        fence.pass();
        moveCompanionsAway();
        Files.createLink(live.broken(job), live.path());
        Durable.sync(directory());
        Files.move(staging, live.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Durable.sync(directory());
    }

    private void moveCompanionsAway() throws IOException {
        for (String suffix : LiveFile.companionSuffixes()) {
            Path companion = LiveFile.companion(live.path(), suffix);
            if (Files.exists(companion)) {
                Files.move(companion, LiveFile.companion(live.broken(job), suffix), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Durable.sync(directory());
    }

    private Path directory() {
        return live.path().getParent();
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkStopped(e);
        }
    }
}
