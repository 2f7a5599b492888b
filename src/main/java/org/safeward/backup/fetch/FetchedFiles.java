package org.safeward.backup.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateDirectory;
import org.safeward.files.PrivateFile;
import org.safeward.jobs.MinutePassed;
import org.safeward.settings.Settings;

/**
 * The private folder of what was fetched from destinations, by SHA-256. A file stays as long as somebody uses it and an hour longer; nothing stays
 * over a restart.
 */
@ApplicationScoped
public class FetchedFiles {
    private static final Logger LOG = System.getLogger(FetchedFiles.class.getName());
    private static final Duration KEPT = Duration.ofHours(1);

    @Inject
    private Settings settings;

    private final Map<String, Held> held = new HashMap<>();

    /** By a clock that nobody sets. */
    private static final class Held {
        private final Path file;
        private final String place;
        private int users;
        private long idleSince;

        Held(Path file, String place) {
            this.file = file;
            this.place = place;
        }

        boolean isOver(long now) {
            return users == 0 && now - idleSince > KEPT.toNanos();
        }
    }

    /** A file that is held for its user until it is released. */
    record Lease(Path file, String place, Runnable release) {}

    /** At the start of the server: what a server that died was fetching is of no use to anybody. */
    public void prepare() throws IOException {
        try (Stream<Path> files = Files.list(PrivateDirectory.create(folder()))) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path folder() {
        return settings.home().resolve("fetched");
    }

    /** One that was fetched before; it has to be read before it is believed. */
    synchronized Optional<Lease> take(String sha256) {
        return Optional.ofNullable(held.get(sha256)).map(file -> lease(sha256, file));
    }

    /** It is not what it was. Whoever else uses it finds out by himself. */
    synchronized void drop(String sha256) {
        Held file = held.remove(sha256);
        if (file != null) {
            delete(file.file);
        }
    }

    /**
     * A name for a file that is being fetched.
     *
     * @param bytes that it will have
     * @throws Fault DISK_FULL when there is no room for it
     */
    Path begin(long bytes) throws IOException {
        Path folder = PrivateDirectory.create(folder());
        if (Files.getFileStore(folder).getUsableSpace() < bytes) {
            removeUnused(Long.MAX_VALUE);
            if (Files.getFileStore(folder).getUsableSpace() < bytes) {
                throw new Fault(ErrorCode.DISK_FULL, folder);
            }
        }
        return folder.resolve("." + UUID.randomUUID());
    }

    FileChannel create(Path file) throws IOException {
        return PrivateFile.create(file);
    }

    /** Gives what was fetched and proven its name. */
    synchronized Lease keep(Path fetched, String sha256, String place) throws IOException {
        Path file = folder().resolve(sha256);
        // Somebody else may have fetched the same meanwhile: who reads that one goes on reading it.
        Files.move(fetched, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return lease(sha256, held.computeIfAbsent(sha256, key -> new Held(file, place)));
    }

    private Lease lease(String sha256, Held file) {
        file.users++;
        return new Lease(file.file, file.place, () -> release(file));
    }

    private synchronized void release(Held file) {
        file.users--;
        file.idleSince = System.nanoTime();
    }

    public void everyMinute(@Observes MinutePassed minute) {
        removeUnused(System.nanoTime());
    }

    /** @param now of the clock of {@link System#nanoTime}; {@link Long#MAX_VALUE} removes all that nobody uses */
    synchronized void removeUnused(long now) {
        List<Map.Entry<String, Held>> over = held.entrySet().stream()
                .filter(entry -> now == Long.MAX_VALUE
                        ? entry.getValue().users == 0
                        : entry.getValue().isOver(now))
                .toList();
        over.forEach(entry -> {
            held.remove(entry.getKey());
            delete(entry.getValue().file);
        });
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the fetched file {0} could not be removed: {1}", file, e);
        }
    }
}
