package org.safeward.startup;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders of earlier runs in {@code <home>/tmp}: a run that was killed leaves its own, with 100 MB in it. Only the holder of the
 * home's lock may remove them, since only it knows that they are dead.
 */
@ApplicationScoped
class DeadRuns {
    private static final Logger LOG = System.getLogger(DeadRuns.class.getName());

    /**
     * Does nothing about runs when this one's own folder is elsewhere: then nobody keeps them there.
     *
     * @param secrets where passwords for child processes were; killed runs have none any more
     */
    void remove(Path home, Path secrets) {
        try {
            if (Files.isDirectory(secrets, LinkOption.NOFOLLOW_LINKS)) {
                delete(secrets);
            }
            Path runs = home.toRealPath().resolve("tmp");
            Path own = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
            if (!runs.equals(own.getParent())) {
                return;
            }
            try (Stream<Path> folders = Files.list(runs)) {
                for (Path folder : folders.filter(folder -> !folder.equals(own)).toList()) {
                    delete(folder);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // What is left costs room and nothing else: no reason not to start.
            LOG.log(Level.WARNING, "what dead runs left in the home could not be removed", e);
        }
    }

    private static void delete(Path tree) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(tree)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
