package org.safeward.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.safeward.archive.BackupFormat;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.DiskFull;
import org.safeward.files.PrivateFile;

/** Directories of backup files. Which directory a database has is told by whoever calls. */
@ApplicationScoped
public class BackupStore {
    /** How the names of encrypted files end, behind what they would end with otherwise. */
    public static final String ENCRYPTED = ".age";

    private static final String TEMPORARY = ".safeward-";
    private static final int MOST_OF_ONE_SECOND = 1000;

    /**
     * A name for a file that is being written. The directory is not made here: one that is gone must not come back empty, on another
     * disk.
     *
     * @throws Fault STORE_UNREACHABLE when the directory is not there or cannot be written
     */
    public Path temporary(Path folder, long job) {
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new Fault(ErrorCode.STORE_UNREACHABLE, folder);
        }
        return folder.resolve(prefix(job) + "backup");
    }

    /**
     * The final name for a file: the wanted one, or with {@code _2}, {@code _3}, ... before its suffix when that is taken.
     *
     * @param promised names that are spoken for although there is no file: that of a record whose file somebody removed
     */
    public Path freeName(Path folder, String stem, String suffix, Predicate<Path> promised) {
        for (int number = 1; number <= MOST_OF_ONE_SECOND; number++) {
            Path candidate = folder.resolve(number == 1 ? stem + suffix : stem + "_" + number + suffix);
            if (!Files.exists(candidate) && !promised.test(candidate)) {
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
        if (link(temporary, file)) {
            Files.delete(temporary);
        } else {
            renameWithoutLinks(temporary, file);
        }
        PrivateFile.forceDirectory(file.getParent());
    }

    /** A link fails when the name is taken, which a rename does not; false where there are no links. */
    private static boolean link(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        }
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

    /**
     * What it means that a file of a directory could not be written or read.
     *
     * @return STORE_UNREACHABLE or DISK_FULL, for the caller to throw
     */
    public Fault fault(IOException failure, Path file) {
        try {
            return new Fault(DiskFull.otherwise(failure, file), ErrorCode.STORE_UNREACHABLE, file.getParent());
        } catch (Fault full) {
            return full;
        }
    }

    /** Removes a backup file; one that is gone already is no error. */
    public void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            PrivateFile.forceDirectory(file.getParent());
        }
    }

    /** Removes the temporary files that a job left in a directory. */
    public void discard(Path folder, long job) throws IOException {
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

    /** The files of a directory that look like backups: not those that are being written. */
    public List<Path> backups(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isBackup(file.getFileName().toString()) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    public static boolean isEncrypted(String name) {
        return name.endsWith(ENCRYPTED);
    }

    /** The name of an encrypted file without what says so; any other as it is. */
    public static String withoutEncryption(String name) {
        return isEncrypted(name) ? name.substring(0, name.length() - ENCRYPTED.length()) : name;
    }

    private static boolean isBackup(String whole) {
        String name = withoutEncryption(whole);
        return !name.startsWith(".") && BackupFormat.isName(name);
    }

    /** Whether a backup could be written into a directory, which may not exist yet. */
    public boolean isWritable(Path folder) {
        Path there = existing(folder);
        return there != null && Files.isDirectory(there) && Files.isWritable(there);
    }

    /** The directory, or the nearest one above it that exists. */
    private static Path existing(Path folder) {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    /** Bytes that can still be written below a directory that may not exist yet; zero when it is out of reach. */
    public long free(Path folder) {
        try {
            Path there = existing(folder);
            return there == null ? 0 : Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String prefix(long job) {
        return TEMPORARY + job + "-";
    }
}
