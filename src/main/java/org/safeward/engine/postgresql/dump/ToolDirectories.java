package org.safeward.engine.postgresql.dump;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where PostgreSQL's programs are put: by Debian, by Red Hat and SUSE, by the makers' installers, and on the PATH. */
final class ToolDirectories {
    private static final List<String> PLACES = List.of(
            "/usr/lib/postgresql/*/bin",
            "/usr/pgsql-*/bin",
            "/usr/lib/postgresql*/bin",
            "/opt/homebrew/opt/postgresql@*/bin",
            "/usr/local/opt/postgresql@*/bin",
            "/Library/PostgreSQL/*/bin");

    private ToolDirectories() {}

    /** Only the given directory if there is one. The PATH comes last: on Debian it holds a wrapper that picks a version itself. */
    static Set<Path> toSearch(Optional<Path> given) {
        if (given.isPresent()) {
            return Set.of(given.get());
        }
        var found = new LinkedHashSet<Path>();
        PLACES.forEach(place -> found.addAll(matching(place)));
        String path = System.getenv("PATH");
        if (path != null) {
            for (String directory : path.split(File.pathSeparator)) {
                if (!directory.isBlank()) {
                    found.add(Path.of(directory));
                }
            }
        }
        return found;
    }

    /** One star stands for part of one directory's name. */
    private static List<Path> matching(String pattern) {
        Path whole = Path.of(pattern);
        Path parent = whole.getRoot();
        Path star = null;
        Path rest = Path.of("");
        for (Path part : whole) {
            if (star != null) {
                rest = rest.resolve(part);
            } else if (part.toString().contains("*")) {
                star = part;
            } else {
                parent = parent.resolve(part);
            }
        }
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + star);
        var matches = new ArrayList<Path>();
        try (var children = Files.newDirectoryStream(parent, child -> matcher.matches(child.getFileName()))) {
            for (Path child : children) {
                matches.add(child.resolve(rest));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return matches;
    }
}
