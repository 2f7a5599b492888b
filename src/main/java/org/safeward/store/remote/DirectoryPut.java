package org.safeward.store.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.safeward.files.PrivateFile;

/**
 * A put into a directory: the file is written under a hidden name, fsynced, given its name by a link, which fails when the name is taken, and
 * the directory is fsynced.
 */
final class DirectoryPut {
    private static final int BUFFER_BYTES = 1 << 17;

    private final DirectoryFaults faults;
    private final Path temporary;
    private final Path target;

    DirectoryPut(DirectoryFaults faults, Path temporary, Path target) {
        this.faults = faults;
        this.temporary = temporary;
        this.target = target;
    }

    /** False when the name is taken. */
    boolean run(OutgoingFile out) throws IOException {
        try {
            write(out, faults.at(() -> PrivateFile.create(temporary)));
            return faults.at(() -> published());
        } finally {
            faults.at(() -> Files.deleteIfExists(temporary));
        }
    }

    private void write(OutgoingFile out, FileChannel channel) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (channel) {
            for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) {
                ByteBuffer piece = ByteBuffer.wrap(buffer, 0, read);
                while (piece.hasRemaining()) {
                    faults.at(() -> channel.write(piece));
                }
            }
            faults.at(() -> {
                channel.force(true);
                return null;
            });
        }
    }

    private boolean published() throws IOException {
        try {
            if (!link()) {
                renameWithoutLinks();
            }
            PrivateFile.forceDirectory(target.getParent());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** A link fails when the name is taken, which a rename does not; false where there are no links. */
    private boolean link() throws IOException {
        try {
            Files.createLink(target, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        }
    }

    private void renameWithoutLinks() throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the directory cannot rename atomically", e);
        }
    }
}
