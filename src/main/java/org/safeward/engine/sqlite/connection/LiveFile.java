package org.safeward.engine.sqlite.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A database file where it really is, with the files that belong to it. SQLite follows symbolic links and keeps journals beside
 * the file itself, so a swap has to work there too.
 *
 * @param path free of symbolic links; need not exist
 */
public record LiveFile(Path path) {
    /** What SQLite puts beside a database. */
    private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

    /** What a staging file has behind its destination's name, before the job's place. */
    public static final String STAGING = ".restore-";

    private static final int MOST_LINKS = 40;

    public static LiveFile of(Path configured) {
        try {
            Path path = configured;
            for (int i = 0; Files.isSymbolicLink(path) && i < MOST_LINKS; i++) {
                path = path.resolveSibling(Files.readSymbolicLink(path));
            }
            Path directory = path.toAbsolutePath().normalize().getParent();
            if (!Files.isDirectory(directory)) {
                // Not made here: a disk that is not mounted looks the same.
                throw new Fault(ErrorCode.DATABASE_UNREACHABLE, configured, directory + " does not exist");
            }
            return new LiveFile(directory.toRealPath().resolve(path.getFileName()));
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.DATABASE_UNREACHABLE, configured, e);
        }
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /** Where a job builds what is to become this file. */
    public Path staging(String job) {
        return beside(STAGING + job);
    }

    /** Where a job puts what was no database any more. */
    public Path broken(String job) {
        return beside(".broken-" + job);
    }

    /** The files beside this one that belong to it, whether they exist or not. */
    public static List<Path> companions(Path file) {
        return COMPANIONS.stream().map(suffix -> companion(file, suffix)).toList();
    }

    public static List<String> companionSuffixes() {
        return COMPANIONS;
    }

    public static Path companion(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private Path beside(String suffix) {
        return companion(path, suffix);
    }
}
