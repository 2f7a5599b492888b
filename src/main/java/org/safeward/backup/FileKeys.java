package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;

/**
 * Opens encrypted backup files: by the identity that a request brings, else by the operator's identity file. An identity is turned into the key of the one
 * file that it is needed for, before anything begins: what a job holds in memory, and forgets at its end, opens that file and no other. Only where the file has
 * to be brought first, the job holds the identity, in memory and to its end.
 */
@ApplicationScoped
public class FileKeys {
    /** Characters of an identity that a request brings: several keys with the comments of their file. */
    public static final int LONGEST_IDENTITY = 16 * 1024;

    private static final Logger LOG = System.getLogger(FileKeys.class.getName());

    @Inject
    private Settings settings;

    @Inject
    private BackupStore store;

    /**
     * @param given by the request; comes before the operator's
     * @return NONE for a file that is not encrypted; for one that is not there, what opens it once it is brought, if anything
     * @throws org.safeward.fault.Fault ENCRYPTED_*, IDENTITY_INVALID, STORE_UNREACHABLE
     */
    public DecryptionKey of(Path file, Optional<String> given) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!Header.begins(channel)) {
                return DecryptionKey.NONE;
            }
            try (DecryptionKey identity = identity(given)) {
                return identity.of(channel);
            }
        } catch (NoSuchFileException e) {
            return identity(given);
        } catch (IOException e) {
            throw store.fault(e, file);
        }
    }

    /** As the other one; of a file that is on no disk of this machine, as of one that is gone. */
    public DecryptionKey of(Optional<Path> file, Optional<String> given) {
        return file.map(path -> of(path, given)).orElseGet(() -> identity(given));
    }

    /**
     * As the other one, for a backup; of one that cannot be restored the restore says why. Of one that is not encrypted itself a copy may be, which is taken
     * when the file turns out to be damaged.
     */
    public DecryptionKey of(BackupRecord record, Optional<String> given) {
        if (record.status() != RunState.COMPLETED) {
            return DecryptionKey.NONE;
        }
        DecryptionKey key = of(record.file(), given);
        return key instanceof DecryptionKey.None ? identity(given) : key;
    }

    /** Whether nothing opens the backup but a request that brings its identity: no drill can be made of it. */
    public boolean isOutOfReach(BackupRecord record) {
        return BackupStore.isEncrypted(record.filePath()) && hasNoIdentity();
    }

    /** Whether the operator has named no identity file, or it is away. */
    public boolean hasNoIdentity() {
        return settings.files().identityFile().filter(Files::isReadable).isEmpty();
    }

    private DecryptionKey identity(Optional<String> given) {
        Optional<Path> own = settings.files().identityFile();
        if (given.isPresent() || own.isEmpty()) {
            return given.<DecryptionKey>map(Identity::parse).orElse(DecryptionKey.NONE);
        }
        try {
            return Identity.parse(Files.readString(own.get()));
        } catch (IOException e) {
            // An operator may take it away on purpose, as with a stick.
            LOG.log(Level.WARNING, "the identity file {0} cannot be read: {1}", own.get(), e);
            return DecryptionKey.NONE;
        }
    }
}
