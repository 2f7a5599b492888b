package org.safeward.backup.stores;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.safeward.destinations.reach.BoundedQuestions;
import org.safeward.store.BackupStore;
import org.safeward.store.StoreMarker;

/** Asks directories of backups in bounds: one may be mounted from a machine that is away, and keep whoever looks into it for good. */
@ApplicationScoped
public class StoreReach {
    private static final Logger LOG = System.getLogger(StoreReach.class.getName());

    /** For who only wants to show how it stands. */
    static final Duration LOOK = Duration.ofSeconds(5);

    /** For who is about to write there: a disk that sleeps takes its time to wake up. */
    static final Duration WORK = Duration.ofMinutes(1);

    @Inject
    private BackupStore store;

    private final BoundedQuestions<Optional<String>> markers = new BoundedQuestions<>("safeward-store-marker");
    private final BoundedQuestions<Long> room = new BoundedQuestions<>("safeward-store-room");
    private final BoundedQuestions<Boolean> rights = new BoundedQuestions<>("safeward-store-rights");

    /** @throws IOException when it cannot be told, or not in time */
    Optional<String> marker(Path directory, Duration patience) throws IOException {
        return markers.ask(directory.toString(), patience, () -> StoreMarker.read(directory));
    }

    /** Bytes that can still be written below a directory that may not exist yet; zero when it is out of reach. */
    public long free(Path directory) {
        return told(room, directory, () -> store.free(directory), 0L);
    }

    /** Whether a backup could be written into a directory, which may not exist yet; false when it is out of reach. */
    public boolean isWritable(Path directory) {
        return told(rights, directory, () -> store.isWritable(directory), false);
    }

    private static <T> T told(BoundedQuestions<T> questions, Path directory, Callable<T> question, T otherwise) {
        try {
            return questions.ask(directory.toString(), LOOK, question);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "how it stands with {0} cannot be told: {1}", directory, e);
            return otherwise;
        }
    }
}
