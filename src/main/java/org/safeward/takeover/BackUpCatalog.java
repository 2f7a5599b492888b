package org.safeward.takeover;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import org.safeward.archive.age.EncryptedStream;
import org.safeward.archive.age.Recipients;
import org.safeward.backup.offsite.LockCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.manifest.CopyDetails;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.SignedManifest;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateDirectory;
import org.safeward.files.PrivateFile;
import org.safeward.settings.Settings;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.WholeFile;

/** Backs the catalog up to one encrypted destination: written, sent, read back, and only then made to exist by its manifest. */
@ApplicationScoped
public class BackUpCatalog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int RANDOM_CHARACTERS = 8;
    private static final String ORIGIN = "catalog";

    @Inject
    private Settings settings;

    @Inject
    private InstallationKeys keys;

    @Inject
    private LockCopy locking;

    @Inject
    private InstantSource clock;

    /**
     * @return the name that it has there
     * @throws Fault with a code DESTINATION_*; BACKUP_DAMAGED when it does not come back as it was sent
     */
    public String to(Destination destination) throws IOException, SQLException {
        Recipients recipients =
                Recipients.parse(String.join(",", destination.settings().recipients()));
        Instant moment = clock.instant();
        String name = CopyManifest.CATALOG + "-" + TIME.format(moment) + "-"
                + UUID.randomUUID().toString().substring(0, RANDOM_CHARACTERS) + ".jsonl.gz.age";
        Path directory = directory();
        try (EncryptedCatalog catalog = EncryptedCatalog.write(directory.resolve(name), settings, recipients, moment)) {
            RemoteStore store = destination.store();
            put(store, name, catalog.file());
            readBack(destination, name, catalog);
            lock(name, catalog.file(), destination);
            putManifest(directory, destination, manifest(name, moment, catalog, recipients));
        }
        return name;
    }

    /** Below Safeward's home, and empty: what is in it was left by a server that died. */
    private Path directory() throws IOException {
        Path directory = PrivateDirectory.create(settings.home().resolve("catalog-backup"));
        try (var left = Files.list(directory)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
        return directory;
    }

    private static void put(RemoteStore store, String name, WholeFile file) throws IOException {
        if (store.put(name, file, Progress.NONE) == PutResult.TAKEN) {
            throw new Fault(ErrorCode.DESTINATION_FAILED, store.address(), name);
        }
    }

    private static void readBack(Destination destination, String name, EncryptedCatalog catalog) throws IOException {
        try (InputStream in = destination.store().open(name, 0)) {
            if (!catalog.isWhatWasWritten(in)) {
                throw new Fault(ErrorCode.BACKUP_DAMAGED, destination.address() + "/" + name);
            }
        }
    }

    /** What cannot be locked is as good as before; that is told of the copies of backups there. */
    private void lock(String name, WholeFile file, Destination destination) throws IOException {
        locking.run(name, LockCopy.version(name, file, destination), destination);
    }

    private CopyManifest manifest(String name, Instant moment, EncryptedCatalog catalog, Recipients recipients)
            throws IOException {
        CopyDetails details = new CopyDetails(
                name.substring(0, name.length() - ".age".length()),
                ORIGIN,
                catalog.plainSize(),
                catalog.plainSha256(),
                clock.instant(),
                Optional.empty());
        ByteArrayOutputStream age = new ByteArrayOutputStream();
        try (EncryptedStream encrypted = new EncryptedStream(age, recipients)) {
            encrypted.write(details.toJson().getBytes(StandardCharsets.UTF_8));
            encrypted.finish();
            encrypted.key().close();
        }
        WholeFile file = catalog.file();
        return CopyManifest.encrypted(
                name, CopyManifest.CATALOG, moment, file.size(), file.sha256(), age.toByteArray());
    }

    /** Last: it is what makes the copy exist. */
    private void putManifest(Path directory, Destination destination, CopyManifest manifest) throws IOException {
        String name = CopyManifest.fileName(manifest.name());
        Path path = directory.resolve(name);
        try (FileChannel channel = PrivateFile.create(path)) {
            ByteBuffer bytes = ByteBuffer.wrap(SignedManifest.write(manifest, keys.own()));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        try {
            WholeFile file = WholeFile.read(path);
            put(destination.store(), name, file);
            lock(name, file, destination);
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
