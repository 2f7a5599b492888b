package org.safeward.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.safeward.archive.PrivateFile;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** The directory of backup files: those of {@code default} directly in it, those of other databases in a folder of their name. */
@ApplicationScoped
public class BackupStore {
    private static final String TEMPORARY = ".safeward-";
    private static final int MOST_OF_ONE_SECOND = 1000;

    @Inject
    private Settings settings;

    /** The directory itself. */
    public Path directory() {
        return settings.backupDirectory();
    }

    /**
     * A name for a file that is being written, in the directory of its database.
     *
     * @throws Fault STORE_UNREACHABLE when the directory cannot be made or written
     */
    public Path temporary(String database, long job) {
        Path folder = folder(database);
        try {
            PrivateDirectory.create(folder);
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.STORE_UNREACHABLE, folder);
        }
        if (!Files.isWritable(folder)) {
            throw new Fault(ErrorCode.STORE_UNREACHABLE, folder);
        }
        return folder.resolve(prefix(job) + "backup");
    }

    /**
     * The final name for a file: the wanted one, or with {@code _2}, {@code _3}, ... before its suffix when that is taken.
     */
    public Path freeName(String database, String stem, String suffix) {
        Path folder = folder(database);
        for (int number = 1; number <= MOST_OF_ONE_SECOND; number++) {
            Path candidate = folder.resolve(number == 1 ? stem + suffix : stem + "_" + number + suffix);
            if (!Files.exists(candidate)) {
                return candidate;
            }
        }
        throw new Fault(ErrorCode.STORE_UNREACHABLE, folder.resolve(stem + suffix));
    }

    /**
     * Gives a whole, fsynced file its final name.
     *
     * @throws FileAlreadyExistsException when somebody took the name meanwhile
     */
    public void publish(Path temporary, Path file) throws IOException {
        try {
            // A link fails when the name is taken, which a rename does not.
            Files.createLink(file, temporary);
            Files.delete(temporary);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            renameWithoutLinks(temporary, file);
        }
        PrivateFile.forceDirectory(file.getParent());
    }

    private static void renameWithoutLinks(Path temporary, Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the backup directory cannot rename atomically: " + file, e);
        }
    }

    /** Removes a backup file; one that is gone already is no error. */
    public void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            PrivateFile.forceDirectory(file.getParent());
        }
    }

    /** Removes the temporary files that a job left in the directory of its database. */
    public void discard(String database, long job) throws IOException {
        Path folder = folder(database);
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.filter(file -> file.getFileName().toString().startsWith(prefix(job)))
                    .toList();
        }
        for (Path file : left) {
            Files.deleteIfExists(file);
        }
    }

    /** Bytes that can still be written; zero when the directory is out of reach. */
    public long free() {
        try {
            return Files.getFileStore(directory()).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    private Path folder(String database) {
        return "default".equals(database) ? directory() : directory().resolve(database);
    }

    private static String prefix(long job) {
        return TEMPORARY + job + "-";
    }
}
