package org.safeward.engine.sqlite.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.safeward.engine.sqlite.connection.LiveFile;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The name that a user gave to a new database file, made a path that stays below the restore directory. */
public final class NewFile {
    /** No separators, nothing hidden, and short enough for the names that are made from it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    private NewFile() {}

    /** As {@link #free}, and makes the directory. */
    public static LiveFile below(Path restoreDirectory, String name, Path live) {
        requireName(name);
        try {
            Files.createDirectories(
                    restoreDirectory,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.DATABASE_UNREACHABLE, restoreDirectory, e);
        }
        return free(restoreDirectory, name, live);
    }

    /** @throws Fault TARGET_INVALID, TARGET_EXISTS, DATABASE_UNREACHABLE */
    public static LiveFile free(Path restoreDirectory, String name, Path live) {
        requireName(name);
        try {
            boolean made = Files.isDirectory(restoreDirectory);
            LiveFile target = new LiveFile((made ? restoreDirectory.toRealPath() : restoreDirectory).resolve(name));
            if (target.path().equals(live)) {
                throw new Fault(ErrorCode.TARGET_INVALID, name);
            }
            // A journal without its database would be applied to the new one.
            if (Stream.concat(Stream.of(target.path()), LiveFile.companions(target.path()).stream())
                    .anyMatch(path -> Files.exists(path) || Files.isSymbolicLink(path))) {
                throw new Fault(ErrorCode.TARGET_EXISTS, name);
            }
            return target;
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.DATABASE_UNREACHABLE, restoreDirectory, e);
        }
    }

    private static void requireName(String name) {
        boolean companion = LiveFile.companionSuffixes().stream().anyMatch(name::endsWith);
        if (!NAME.matcher(name).matches() || companion) {
            throw new Fault(ErrorCode.TARGET_INVALID, name);
        }
    }
}
