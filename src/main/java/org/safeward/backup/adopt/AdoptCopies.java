package org.safeward.backup.adopt;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.AccessTimeout;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.age.Identity;
import org.safeward.archive.content.Manifest;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.VerifiedFile;
import org.safeward.databases.Databases;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.LyingCopies;
import org.safeward.destinations.LyingCopy;
import org.safeward.destinations.manifest.CopyDetails;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Faults;
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;
import org.safeward.store.remote.StoredFile;

/**
 * Takes copies that the catalog does not know into it: after it was lost, or from another installation that is trusted. Nothing is
 * downloaded: a record is made of a manifest that is signed by us, which says that the copy was read back when it was made. The copy counts as
 * unread until somebody has read it from there; a restore does. Two callers, or two nodes, never both adopt a copy.
 */
@Singleton
@AccessTimeout(-1)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AdoptCopies {
    @Inject
    private LyingCopies lying;

    @Inject
    private KnownCopies known;

    @Inject
    private InstallationKeys keys;

    @Inject
    private Databases databases;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    /** So many refusals are told each by itself: others may have put any number of files there. */
    static final int MOST_REFUSED = 1000;

    /**
     * What came of it.
     *
     * @param outcomes the adopted, and the first refused
     * @param refused how many were refused
     */
    public record Adoption(List<Outcome> outcomes, int refused) {}

    /** A copy, and the record that it got or the reason why it got none. */
    public record Outcome(String name, BackupRecord record, Fault refused) {
        boolean isRefused() {
            return refused != null;
        }
    }

    /**
     * @param identity opens the manifests of encrypted copies
     * @throws Fault with a code DESTINATION_*
     */
    @RolesAllowed("ADMIN")
    public Adoption adopt(Destination destination, Optional<Identity> identity) throws IOException {
        LyingCopies.Listing listing = lying.list(destination);
        List<Outcome> outcomes = new ArrayList<>();
        int refused = 0;
        for (StoredFile manifest : listing.manifests()) {
            // Each by itself: all of them at once would be much to hold.
            LyingCopy copy = lying.read(destination, List.of(manifest), listing).get(0);
            boolean catalog = copy.manifest().filter(CopyManifest::isCatalog).isPresent();
            if (!catalog && known.recordOf(destination.name(), copy.name()).isEmpty()) {
                Optional<Outcome> outcome = outcome(destination, copy, identity);
                refused += outcome.filter(Outcome::isRefused).isPresent() ? 1 : 0;
                if (refused <= MOST_REFUSED || !outcome.map(Outcome::isRefused).orElse(true)) {
                    outcome.ifPresent(outcomes::add);
                }
            }
        }
        return new Adoption(outcomes, refused);
    }

    /** Empty where another node was faster. */
    private Optional<Outcome> outcome(Destination destination, LyingCopy copy, Optional<Identity> identity) {
        try {
            return adopt(destination, copy, identity).map(record -> new Outcome(copy.name(), record, null));
        } catch (IOException | RuntimeException e) {
            return Optional.of(new Outcome(copy.name(), null, Faults.of(Faults.unwrapped(e))));
        }
    }

    private Optional<BackupRecord> adopt(Destination destination, LyingCopy copy, Optional<Identity> identity)
            throws IOException {
        if (copy.unreadable() != null) {
            throw copy.unreadable();
        }
        if (!copy.isOurs()) {
            throw new Fault(ErrorCode.COPY_NOT_OURS, copy.name());
        }
        CopyManifest manifest = copy.manifest().orElseThrow();
        databases.require(manifest.database());
        if (!copy.lies()) {
            throw new Fault(ErrorCode.BACKUP_FILE_MISSING, destination.address() + "/" + copy.name());
        }
        CopyDetails details = LyingDetails.of(manifest, identity);
        BackupRecord record = known.withoutCopy(destination.name(), manifest.database(), details.sha256())
                .orElseGet(() -> record(destination, manifest, details));
        return known.add(destination, manifest.name(), record, id -> copyOf(copy, id, destination.name()));
    }

    private BackupRecord record(Destination destination, CopyManifest manifest, CopyDetails details) {
        Manifest own = details.manifest().orElseThrow(() -> new Fault(ErrorCode.NO_MANIFEST, manifest.name()));
        if (!own.database().equals(manifest.database())) {
            throw new Fault(ErrorCode.WRONG_DATABASE, own.database(), manifest.database());
        }
        String reason = settings.language().text("REASON_ADOPTED_COPY", destination.name());
        BackupRecord record = new BackupRecord(
                manifest.database(),
                origin(details),
                reason,
                BackupFormat.isPacked(BackupStore.withoutEncryption(details.fileName())),
                manifest.createdAt());
        record.verified(verified(destination, manifest, details, own), details.verifiedAt());
        // When the backup was made, not when it was found: retention counts from there.
        record.complete(manifest.createdAt());
        record.fileRemoved(destination.address() + "/" + manifest.name(), clock.instant());
        return record;
    }

    /** A word of a later version is one of a backup that somebody wanted. */
    private static BackupOrigin origin(CopyDetails details) {
        try {
            return BackupOrigin.of(details.origin());
        } catch (IllegalArgumentException e) {
            return BackupOrigin.REQUEST;
        }
    }

    private static VerifiedFile verified(
            Destination destination, CopyManifest manifest, CopyDetails details, Manifest own) {
        return new VerifiedFile(
                Path.of(destination.address() + "/" + manifest.name()),
                details.size(),
                details.sha256(),
                own.sqlBytes(),
                own.sha256(),
                own.tables().size(),
                own.rowCount(),
                own.toJson(),
                VerifiedFile.format(own, details.fileName()),
                own.isDegraded(),
                own.warnings());
    }

    private BackupCopy copyOf(LyingCopy lies, long record, String destination) {
        Instant now = clock.instant();
        CopyManifest manifest = lies.manifest().orElseThrow();
        BackupCopy copy =
                new BackupCopy(record, destination, manifest.detailsAge().isPresent(), now);
        lies.installation()
                .filter(key -> !key.equals(keys.own().publicKey()))
                .ifPresent(key -> copy.signedBy(key.hex()));
        copy.named(manifest.name(), manifest.size(), manifest.sha256());
        copy.foundLying();
        return copy;
    }
}
