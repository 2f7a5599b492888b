package org.safeward.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * All files that Safeward could have made or changed, each with its content's checksum, as lines that can be compared: what a refused
 * request leaves behind or takes away shows as a difference.
 */
public final class Traces {
    private static final List<String> PLACES = List.of("backups", "uploads", "restored", "tmp");

    private Traces() {}

    /** Below the home, without the server's own files; and beside the live database, without what SQLite puts there. */
    public static List<String> of(Path home, Path live) {
        List<String> lines = new ArrayList<>();
        for (String place : PLACES) {
            lines.addAll(below(home.resolve(place)));
        }
        lines.addAll(beside(live));
        return lines;
    }

    /** The live database and all files whose names begin with its name. */
    public static List<String> beside(Path live) {
        Path folder = live.toAbsolutePath().getParent();
        String name = live.getFileName().toString();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name))
                    .filter(file -> !file.toString().matches(".*-(wal|shm|journal)"))
                    .sorted()
                    .map(Traces::line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.toString().contains("/server/"))
                    .filter(Files::isRegularFile)
                    // A directory is marked when it is first written to; the mark is the directory's, not the
                    // request's.
                    .filter(file -> !file.endsWith(".safeward.store"))
                    .sorted()
                    .map(Traces::line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Path file) {
        try {
            return file + " " + sha256(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return file + " is going";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lower-case hex. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
