package org.safeward.maintenance;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.safeward.store.PrivateDirectory;

/**
 * One directory whose content may be removed. Walks by open directories ({@code openat(2)}), so that a directory that somebody exchanges for
 * a link meanwhile leads nowhere; links are removed, never followed.
 */
final class CacheDirectory {
    private final Path path;

    /**
     * @param bytes of the files
     * @param kept what could not be removed
     */
    record Result(long bytes, long files, List<Path> kept) {}

    private CacheDirectory(Path path) {
        this.path = path;
    }

    /**
     * Made when it is not there yet.
     *
     * @throws IOException when it is a link, no directory, or holds a mount point; the message says which
     */
    static CacheDirectory of(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new IOException("is a symbolic link");
        }
        PrivateDirectory.create(path);
        Path mount = MountPoints.within(path.toRealPath());
        if (mount != null) {
            throw new IOException("holds the mount point " + mount);
        }
        return new CacheDirectory(path);
    }

    Result clear() {
        return walk(true);
    }

    Result measure() {
        return walk(false);
    }

    private Result walk(boolean remove) {
        Walk walk = new Walk(remove);
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                walk.directory(secure, path);
            } else {
                throw new IOException("this file system cannot be walked safely");
            }
        } catch (NoSuchFileException e) {
            // Somebody else removed it meanwhile, and with it all that was in it.
            return walk.result();
        } catch (IOException | DirectoryIteratorException e) {
            walk.kept.add(path);
        }
        return walk.result();
    }

    private static final class Walk {
        private final boolean remove;
        private final List<Path> kept = new ArrayList<>();
        private long bytes;
        private long files;

        Walk(boolean remove) {
            this.remove = remove;
        }

        Result result() {
            return new Result(bytes, files, kept);
        }

        void directory(SecureDirectoryStream<Path> stream, Path where) {
            for (Path entry : stream) {
                Path name = entry.getFileName();
                try {
                    entry(stream, name, where.resolve(name));
                } catch (NoSuchFileException e) {
                    // Gone by itself: that is what was wanted.
                    continue;
                } catch (IOException | DirectoryIteratorException e) {
                    kept.add(where.resolve(name));
                }
            }
        }

        private void entry(SecureDirectoryStream<Path> stream, Path name, Path where) throws IOException {
            BasicFileAttributes attributes = stream.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (attributes.isDirectory()) {
                try (SecureDirectoryStream<Path> inner = stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    directory(inner, where);
                }
                if (remove) {
                    stream.deleteDirectory(name);
                }
                return;
            }
            if (remove) {
                stream.deleteFile(name);
            }
            files++;
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
        }
    }
}
