package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.Header;
import org.safeward.archive.age.Identity;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;

/**
 * Opens encrypted backup files: by the identity that a request brings, else by the operator's identity file. An identity is turned into the key of the one
 * file that it is needed for, before anything begins, and is never kept: what a job holds in memory, and forgets at its end, opens that file and no other.
 */
@ApplicationScoped
public class FileKeys {
    /** Characters of an identity that a request brings: several keys with the comments of their file. */
    public static final int LONGEST_IDENTITY = 16 * 1024;

    @Inject
    private Settings settings;

    @Inject
    private BackupStore store;

    /**
     * @param given by the request; comes before the operator's
     * @return NONE for a file that is not encrypted or not there: whoever reads it says so
     * @throws Fault ENCRYPTED_*, IDENTITY_INVALID, STORE_UNREACHABLE
     */
    public DecryptionKey of(Path file, Optional<String> given) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!Header.begins(channel)) {
                return DecryptionKey.NONE;
            }
            try (DecryptionKey identity = given.isPresent() ? Identity.parse(given.get()) : own()) {
                return identity.of(channel);
            }
        } catch (NoSuchFileException e) {
            return DecryptionKey.NONE;
        } catch (IOException e) {
            throw store.fault(e, file);
        }
    }

    /** As the other one, for a backup; of one that has no file the restore says what is wrong with it. */
    public DecryptionKey of(BackupRecord record, Optional<String> given) {
        return record.status() == RunState.COMPLETED ? of(Path.of(record.filePath()), given) : DecryptionKey.NONE;
    }

    /** Whether nothing opens the backup but a request that brings its identity: no drill can be made of it. */
    public boolean isOutOfReach(BackupRecord record) {
        return BackupStore.isEncrypted(record.filePath())
                && settings.files().identityFile().filter(Files::isReadable).isEmpty();
    }

    private DecryptionKey own() throws IOException {
        Optional<Path> file = settings.files().identityFile();
        if (file.isEmpty()) {
            return DecryptionKey.NONE;
        }
        try {
            return Identity.parse(Files.readString(file.get()));
        } catch (IOException e) {
            // An operator may take it away on purpose, as with a stick.
            throw new Fault(e, ErrorCode.ENCRYPTED_NO_IDENTITY);
        }
    }
}
