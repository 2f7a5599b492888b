package org.safeward.engine.sqlite.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.safeward.engine.sqlite.connection.LiveFile;

/** Steps on files that are still done after a power cut. */
public final class Durable {
    private Durable() {}

    static void createPrivate(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Writes a file's or directory's content through to the disk. */
    static void sync(Path path) throws IOException {
        Set<StandardOpenOption> mode =
                Files.isDirectory(path) ? Set.of(StandardOpenOption.READ) : Set.of(StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    /**
     * Gives a finished file its final name, but never one that is taken: a link fails where a rename would overwrite. Its first
     * name stays, to be removed by who made it: by then nothing can go wrong any more that would matter.
     *
     * @throws java.nio.file.FileAlreadyExistsException nothing has changed
     */
    static void publish(Path file, Path name) throws IOException {
        sync(file);
        Files.createLink(name, file);
        sync(name.getParent());
    }

    /** Gives a file the owner, group and mode of another. */
    static void copyOwnership(Path from, Path to) throws IOException {
        PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributes actual = Files.readAttributes(to, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        // Not every process may change an owner; where nothing differs, nothing is asked for.
        if (!wanted.group().equals(actual.group())) {
            view.setGroup(wanted.group());
        }
        if (!wanted.owner().equals(actual.owner())) {
            view.setOwner(wanted.owner());
        }
        view.setPermissions(wanted.permissions());
    }

    public static void deleteWithCompanions(Path file) throws IOException {
        for (Path companion : LiveFile.companions(file)) {
            Files.deleteIfExists(companion);
        }
        Files.deleteIfExists(file);
    }
}
