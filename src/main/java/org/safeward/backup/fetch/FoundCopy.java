package org.safeward.backup.fetch;

import java.nio.file.Path;
import java.util.List;
import org.safeward.jobs.LiveJob;

/** A backup's file on a disk of this machine, which was read whole just now and is what was backed up. To be closed by whoever asked, once nobody reads it any more. */
public final class FoundCopy implements AutoCloseable {
    private final Path file;
    private final String place;
    private final boolean fetched;
    private final List<PassedOver> passedOver;
    private final Runnable release;

    private FoundCopy(Path file, String place, boolean fetched, List<PassedOver> passedOver, Runnable release) {
        this.file = file;
        this.place = place;
        this.fetched = fetched;
        this.passedOver = List.copyOf(passedOver);
        this.release = release;
    }

    static FoundCopy onDisk(Path file, List<PassedOver> passedOver) {
        return new FoundCopy(file, file.toString(), false, passedOver, () -> {});
    }

    /** @param place where it came from */
    static FoundCopy fetched(Path file, String place, List<PassedOver> passedOver, Runnable release) {
        return new FoundCopy(file, place, true, passedOver, release);
    }

    public Path file() {
        return file;
    }

    /** Its path, or the address that it came from. */
    public String place() {
        return place;
    }

    /** What was passed over on the way to it, nearest first. */
    public List<PassedOver> passedOver() {
        return passedOver;
    }

    /** Says in a job which copy it is, unless it is the nearest one, and why no nearer one. */
    public void tell(LiveJob job) {
        passedOver.forEach(one -> job.warn(one.warning()));
        if (fetched) {
            job.checked("CHECK_FETCHED", place);
        } else if (!passedOver.isEmpty()) {
            job.checked("CHECK_OTHER_COPY", place);
        }
    }

    @Override
    public void close() {
        release.run();
    }
}
