package org.safeward.startup;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.safeward.settings.BadSettings;

/** Keeps a second process from working in the same home: each would take the other's jobs and uploads for left behind. */
@ApplicationScoped
class HomeLock {
    private FileChannel channel;

    /** Held until {@link #release}, or until the process ends, in whichever way. */
    void take(Path home) throws IOException {
        channel = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock() == null) {
            release();
            throw new BadSettings(List.of("safeward.home " + home + " is in use by another Safeward process"));
        }
    }

    private FileLock tryLock() throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    void release() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
