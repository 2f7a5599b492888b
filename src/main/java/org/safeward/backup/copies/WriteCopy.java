package org.safeward.backup.copies;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.FileCopy;
import org.safeward.backup.stores.BackupStores;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateFile;
import org.safeward.store.BackupStore;

/** Writes a backup file once more: under another name, down to the disk, and read back from it; only then it may get its own name. */
@ApplicationScoped
public class WriteCopy {
    @Inject
    private BackupStore store;

    @Inject
    private BackupStores stores;

    /**
     * @param sha256 of the source as it was when it was verified
     * @param folder where the copy is written; it is there
     * @param job that writes: a file that it leaves behind is known by that
     * @param between called after each piece; what it throws ends the work
     * @param naming gives what was written its name, once it is proven
     * @throws Fault BACKUP_DAMAGED, for the file that is not what it should be: the source, or what was written; STORE_MISSING, STORE_UNREACHABLE
     */
    public void run(Path source, String sha256, Path folder, long job, Runnable between, Consumer<Path> naming)
            throws IOException {
        store.discard(folder, job);
        Path temporary = store.temporary(folder, job);
        try {
            String copied = FileCopy.copy(source, PrivateFile.create(temporary), between);
            require(copied.equals(sha256), source);
            require(FileSum.sha256(temporary, between).equals(sha256), temporary);
            stores.require(folder);
            naming.accept(temporary);
        } finally {
            store.discard(folder, job);
        }
    }

    private static void require(boolean whole, Path file) {
        if (!whole) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, file);
        }
    }
}
