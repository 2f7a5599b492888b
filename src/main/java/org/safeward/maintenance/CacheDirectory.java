package org.safeward.maintenance;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import org.safeward.files.PrivateDirectory;

/**
 * One directory whose content may be removed. Looked at by open directories ({@code openat(2)}), so that a directory that somebody
 * exchanges for a link meanwhile leads nowhere.
 */
final class CacheDirectory {
    private final Path path;

    private CacheDirectory(Path path) {
        this.path = path;
    }

    /**
     * One that does not exist yet is an empty one.
     *
     * @throws IOException when it is a link, no directory, or holds a mount point; the message says which
     */
    static CacheDirectory of(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new IOException("is a symbolic link");
        }
        if (Files.exists(path)) {
            if (!Files.isDirectory(path)) {
                throw new NotDirectoryException("is no directory");
            }
            Path mount = MountPoints.within(path.toRealPath());
            if (mount != null) {
                throw new IOException("holds the mount point " + mount);
            }
        }
        return new CacheDirectory(path);
    }

    /** Afterwards it is there, whether or not it was before. */
    CacheContent clear() {
        CacheContent content = walk(true);
        try {
            PrivateDirectory.create(path);
        } catch (IOException e) {
            content.keep(path);
        }
        return content;
    }

    CacheContent measure() {
        return walk(false);
    }

    private CacheContent walk(boolean remove) {
        CacheContent content = new CacheContent(remove);
        try (DirectoryStream<Path> above = Files.newDirectoryStream(path.getParent())) {
            try (SecureDirectoryStream<Path> stream =
                    secure(above).newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS)) {
                content.of(stream, path);
            }
        } catch (NoSuchFileException e) {
            // Not made yet, or somebody else removed it meanwhile, and with it all that was in it.
            return content;
        } catch (IOException | DirectoryIteratorException e) {
            content.keep(path);
        }
        return content;
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IOException("this file system cannot be walked safely");
    }
}
