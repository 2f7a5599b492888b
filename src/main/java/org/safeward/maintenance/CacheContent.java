package org.safeward.maintenance;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Counts what is in a directory, and removes it if it should. Links are removed, never followed. */
final class CacheContent {
    /** Each level keeps a directory open. */
    private static final int MOST_LEVELS = 200;

    private final boolean remove;
    private final List<Path> kept = new ArrayList<>();
    private long bytes;
    private long files;

    CacheContent(boolean remove) {
        this.remove = remove;
    }

    /** Of the regular files, a link counting nothing. */
    long bytes() {
        return bytes;
    }

    long files() {
        return files;
    }

    /** What could not be looked at or removed. */
    List<Path> kept() {
        return kept;
    }

    void keep(Path path) {
        kept.add(path);
    }

    void of(SecureDirectoryStream<Path> directory, Path path) {
        of(directory, path, 1);
    }

    private void of(SecureDirectoryStream<Path> directory, Path path, int level) {
        for (Path entry : directory) {
            Path name = entry.getFileName();
            try {
                entry(directory, name, path.resolve(name), level);
            } catch (NoSuchFileException e) {
                // Gone by itself: that is what was wanted.
                continue;
            } catch (IOException | DirectoryIteratorException e) {
                keep(path.resolve(name));
            }
        }
    }

    private void entry(SecureDirectoryStream<Path> directory, Path name, Path path, int level) throws IOException {
        BasicFileAttributes attributes = directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (attributes.isDirectory()) {
            inner(directory, name, path, level);
            return;
        }
        if (remove) {
            directory.deleteFile(name);
        }
        files++;
        bytes += attributes.isRegularFile() ? attributes.size() : 0;
    }

    private void inner(SecureDirectoryStream<Path> directory, Path name, Path path, int level) throws IOException {
        if (level == MOST_LEVELS) {
            throw new IOException("too deep");
        }
        int keptBefore = kept.size();
        try (SecureDirectoryStream<Path> inner = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            of(inner, path, level + 1);
        }
        if (remove && kept.size() == keptBefore) {
            directory.deleteDirectory(name);
        }
    }
}
