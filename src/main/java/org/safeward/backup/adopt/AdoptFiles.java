package org.safeward.backup.adopt;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.AccessTimeout;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ReadLimits;
import org.safeward.backup.CheckedFile;
import org.safeward.backup.FileCheck;
import org.safeward.backup.FileKeys;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.ThisNode;
import org.safeward.catalog.VerifiedFile;
import org.safeward.databases.Databases;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Faults;
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;

/**
 * Takes backup files that no record names into the catalog: after the catalog was lost, or files were brought from elsewhere. Each is
 * read from its beginning to its end; the record is made from its manifest. One at a time, so that two callers do not both adopt a
 * file.
 */
@Singleton
@AccessTimeout(-1)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AdoptFiles {
    @Inject
    private StrayFiles strays;

    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private FileCheck check;

    @Inject
    private ThisNode node;

    @Inject
    private FileKeys keys;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    /** A file, and the record that it got or the reason why it got none. */
    public record Outcome(Path file, BackupRecord record, Fault refused) {}

    /** @param identity opens those that are encrypted */
    @RolesAllowed("ADMIN")
    public List<Outcome> adopt(String database, Optional<String> identity) {
        databases.engine(database);
        List<Outcome> outcomes = new ArrayList<>();
        for (Path file : strays.withoutRecord(database)) {
            try {
                outcomes.add(new Outcome(file, adopt(database, file, identity), null));
            } catch (IOException | RuntimeException e) {
                outcomes.add(new Outcome(file, null, Faults.of(e)));
            }
        }
        return outcomes;
    }

    private BackupRecord adopt(String database, Path file, Optional<String> identity) throws IOException {
        CheckedFile checked = checked(database, file, identity);
        Manifest manifest = checked.manifest().orElseThrow(() -> new Fault(ErrorCode.NO_MANIFEST, file));
        if (!manifest.database().equals(database)) {
            throw new Fault(ErrorCode.WRONG_DATABASE, manifest.database(), database);
        }
        String name = BackupStore.withoutEncryption(file.getFileName().toString());
        String reason = settings.language().text("REASON_ADOPTED");
        BackupRecord record =
                new BackupRecord(database, origin(name), reason, BackupFormat.isPacked(name), manifest.createdAt());
        record.verified(verified(file, checked, manifest), clock.instant());
        record.whereabouts(record.whereabouts().on(node.name()));
        // When the backup was made, not when it was found: retention counts from there.
        record.complete(manifest.createdAt());
        return records.add(record);
    }

    private CheckedFile checked(String database, Path file, Optional<String> identity) throws IOException {
        try (DecryptionKey key = keys.of(file, identity)) {
            return check.run(file, databases.engine(database), key, ReadLimits.NONE, Work.UNWATCHED);
        }
    }

    private static BackupOrigin origin(String name) {
        if (name.startsWith("backup_auto_")) {
            return BackupOrigin.SCHEDULE;
        }
        return name.startsWith("backup-") ? BackupOrigin.MAINTENANCE : BackupOrigin.REQUEST;
    }

    private static VerifiedFile verified(Path file, CheckedFile checked, Manifest manifest) throws IOException {
        return new VerifiedFile(
                file,
                Files.size(file),
                checked.fileSha256(),
                manifest.sqlBytes(),
                manifest.sha256(),
                manifest.tables().size(),
                manifest.rowCount(),
                manifest.toJson(),
                VerifiedFile.format(manifest, file.getFileName().toString()),
                manifest.isDegraded(),
                manifest.warnings());
    }
}
