package org.safeward.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.safeward.store.StoreMarker;

/** What lies in a folder: for tests that look for what was left behind. */
public final class FileNames {
    private FileNames() {}

    /** The names of the files and folders directly in it, sorted; none when it does not exist. */
    public static List<String> in(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The hidden ones in it and below it: Safeward's files that are not finished. */
    public static List<String> hiddenBelow(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".") && !name.equals(StoreMarker.NAME))
                    .sorted()
                    .toList();
        }
    }
}
