package org.safeward.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read, from the first moment on. */
public final class PrivateFile {
    private static final Set<StandardOpenOption> CREATE_NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private PrivateFile() {}

    /**
     * Creates a file with mode 0600 under any umask; where a file system knows no such modes, with what it gives. The caller
     * closes the channel.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one
     */
    public static FileChannel create(Path file) throws IOException {
        if (!knowsModes(file)) {
            return FileChannel.open(file, CREATE_NEW);
        }
        FileAttribute<Set<PosixFilePermission>> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        FileChannel channel = FileChannel.open(file, CREATE_NEW, mode);
        try {
            // A umask may have taken more than the group's and others' rights.
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            return channel;
        } catch (Throwable e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Makes the names in a directory durable: a file that was created or renamed in it is still there after a power cut. Does
     * nothing where directories cannot be opened (Windows).
     */
    public static void forceDirectory(Path directory) throws IOException {
        if (knowsModes(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static boolean knowsModes(Path path) throws IOException {
        Path existing = Files.exists(path) ? path : path.toAbsolutePath().getParent();
        return Files.getFileStore(existing).supportsFileAttributeView(PosixFileAttributeView.class);
    }
}
