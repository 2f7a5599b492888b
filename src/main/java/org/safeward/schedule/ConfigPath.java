package org.safeward.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Decides which directory a client may name for backups: one that leads into an allowed root, whatever {@code ..} and symbolic
 * links there are on the way. Not promised: what a link that somebody makes later does; the roots are the operator's.
 */
final class ConfigPath {
    private ConfigPath() {}

    /** The directory without detours; empty when it is no absolute path, no directory, or outside all roots. */
    static Optional<Path> within(List<Path> roots, String text) {
        try {
            Path path = Path.of(text).normalize();
            boolean directory = !Files.exists(path) || Files.isDirectory(path);
            return path.isAbsolute() && directory && leadsInto(roots, path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }

    private static boolean leadsInto(List<Path> roots, Path path) throws IOException {
        Path real = real(path);
        for (Path root : roots) {
            if (real.startsWith(real(root))) {
                return true;
            }
        }
        return false;
    }

    /** What does not exist yet will be made below the nearest folder that does. A link that leads nowhere throws. */
    private static Path real(Path path) throws IOException {
        Path there = path;
        while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        return there.toRealPath().resolve(there.relativize(path));
    }
}
