package org.safeward.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.files.PrivateDirectory;
import org.safeward.files.PrivateFile;

/**
 * The trash of a directory of backup files: a hidden folder in it, so on the same disk. A file comes and goes by its name alone, never over
 * another one; if the machine dies in between it has both names, and the same call ends it.
 */
@ApplicationScoped
public class Trash {
    public static final String FOLDER = ".trash";

    private static final int SUM_CHARACTERS = 12;

    @Inject
    private BackupStore store;

    /**
     * Where a file lies while it is in the trash: under its name, behind the beginning of its checksum. Another Safeward that shares the directory
     * may throw away another file of this name.
     */
    public static Path place(Path file, String sha256) {
        return file.resolveSibling(FOLDER).resolve(name(file, sha256));
    }

    /** What a file is called in the trash. */
    public static String name(Path file, String sha256) {
        return sha256.substring(0, SUM_CHARACTERS) + '-' + file.getFileName();
    }

    /** One that is gone is no error. */
    public void throwAway(Path file, String sha256) throws IOException {
        if (Files.exists(file)) {
            Path place = place(file, sha256);
            PrivateDirectory.create(place.getParent());
            move(file, place);
        }
    }

    /**
     * One that is gone is no error.
     *
     * @throws java.nio.file.FileAlreadyExistsException when another file has its name meanwhile
     */
    public void bringBack(Path file, String sha256) throws IOException {
        Path place = place(file, sha256);
        if (Files.exists(place)) {
            move(place, file);
        }
    }

    /** For good. */
    public void delete(Path file, String sha256) throws IOException {
        store.delete(place(file, sha256));
    }

    private void move(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.isSameFile(from, to)) {
            Files.delete(from);
        } else {
            store.publish(from, to);
        }
        PrivateFile.forceDirectory(from.getParent());
    }
}
