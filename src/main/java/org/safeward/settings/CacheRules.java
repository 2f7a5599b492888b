package org.safeward.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which directories nobody means to empty. Paths are compared by where they lead, symbolic links included, as far as they exist.
 *
 * @param home Safeward's; below it only {@code cache} is one
 * @param stores directories that are Safeward's own or hold backups: neither they, nor what is above or in them
 * @param files neither what is above them
 */
public record CacheRules(Path home, List<Path> stores, List<Path> files) {
    private static final Path ACCOUNTS = Path.of("/etc/passwd");
    private static final int FIRST_PERSON = 1000;
    private static final int NOBODY = 65534;

    CacheRules and(List<Path> moreFiles) {
        return new CacheRules(
                home, stores, Stream.concat(files.stream(), moreFiles.stream()).toList());
    }

    /** Tells of directories that may not be emptied. */
    void check(SettingReader read, String setting, List<Path> directories) {
        for (Path directory : directories) {
            objection(directory).ifPresent(what -> read.fault(setting, "names " + directory + ", which " + what));
        }
    }

    /** What speaks against a directory; empty when it may be emptied. */
    Optional<String> objection(Path directory) {
        Path cache = real(directory);
        if (cache.getParent() == null) {
            return Optional.of("is the root");
        }
        Path own = real(home);
        if (cache.startsWith(own) && !cache.startsWith(own.resolve("cache"))) {
            return Optional.of("is Safeward's own: in its home only \"cache\" and what is below may be emptied");
        }
        for (Path store : stores) {
            if (cache.startsWith(real(store))) {
                return Optional.of("lies in " + store);
            }
        }
        return Stream.of(Stream.of(home), stores.stream(), files.stream(), homeDirectories())
                .flatMap(paths -> paths)
                .filter(path -> real(path).startsWith(cache))
                .findFirst()
                .map(path -> path.equals(directory) ? "is a home directory" : "holds " + path);
    }

    /** Of people and of root; what a system's account calls its home may well be a cache. */
    private static Stream<Path> homeDirectories() {
        Path ours = Path.of(System.getProperty("user.home"));
        try {
            List<Path> homes = new ArrayList<>(List.of(ours));
            for (String line : Files.readAllLines(ACCOUNTS)) {
                homeOf(line.split(":")).ifPresent(homes::add);
            }
            return homes.stream();
        } catch (IOException e) {
            // Elsewhere than on Unix, accounts are not to be found there.
            return Stream.of(ours);
        }
    }

    private static Optional<Path> homeOf(String[] account) {
        if (account.length < 6 || !account[2].matches("\\d{1,9}") || account[5].length() < 2) {
            return Optional.empty();
        }
        int user = Integer.parseInt(account[2]);
        boolean person = user == 0 || user >= FIRST_PERSON && user != NOBODY;
        return person ? Optional.of(Path.of(account[5])) : Optional.empty();
    }

    /** As far as it exists. */
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        for (Path there = whole; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(whole)).normalize();
            } catch (IOException e) {
                // Not there, or not for us to see: what is above it decides.
                continue;
            }
        }
        return whole;
    }
}
