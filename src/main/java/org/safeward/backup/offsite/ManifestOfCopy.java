package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import org.safeward.archive.age.EncryptedStream;
import org.safeward.archive.age.Recipients;
import org.safeward.archive.content.Manifest;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.Destination;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.manifest.CopyDetails;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.SignedManifest;
import org.safeward.settings.Settings;
import org.safeward.store.remote.WholeFile;

/** What lies beside a copy, and makes it one. */
@ApplicationScoped
class ManifestOfCopy {
    @Inject
    private InstallationKeys keys;

    @Inject
    private Settings settings;

    /** The same for the same copy, but for one that is encrypted on its way. */
    byte[] content(CopyPlan plan, String name, BackupRecord record, Destination destination) throws IOException {
        return SignedManifest.write(manifest(plan.file(), plan, name, record, destination), keys.own());
    }

    private CopyManifest manifest(
            WholeFile file, CopyPlan plan, String name, BackupRecord record, Destination destination)
            throws IOException {
        String database = record.database();
        Optional<Recipients> recipients = recipients(plan, record, destination);
        CopyDetails details = details(plan, record, recipients.isPresent());
        return recipients.isEmpty()
                ? CopyManifest.plain(name, database, record.createdAt(), file.size(), file.sha256(), details)
                : CopyManifest.encrypted(
                        name,
                        database,
                        record.createdAt(),
                        file.size(),
                        file.sha256(),
                        sealed(details, recipients.get()));
    }

    /** Who may read what the copy holds: those of the destination; of a file that was encrypted before it was copied, those of the backup directory. */
    private Optional<Recipients> recipients(CopyPlan plan, BackupRecord record, Destination destination) {
        if (plan.key().isPresent()) {
            return Optional.of(EncryptCopy.recipients(destination));
        }
        return plan.wasEncrypted() ? settings.files().recipients() : Optional.empty();
    }

    /** Of a file that was encrypted before it was copied, what it holds stands nowhere in clear. */
    private static CopyDetails details(CopyPlan plan, BackupRecord record, boolean sealed) {
        Optional<Manifest> known = Optional.ofNullable(record.manifestJson())
                .filter(json -> sealed || !plan.wasEncrypted())
                .map(Manifest::fromJson);
        return new CopyDetails(
                plan.fileName(),
                record.origin().text(),
                record.fileSize(),
                record.sha256(),
                record.verifiedAt(),
                known);
    }

    private static byte[] sealed(CopyDetails details, Recipients recipients) throws IOException {
        ByteArrayOutputStream age = new ByteArrayOutputStream();
        try (EncryptedStream out = new EncryptedStream(age, recipients)) {
            out.write(details.toJson().getBytes(StandardCharsets.UTF_8));
            out.finish();
            out.key().close();
        }
        return age.toByteArray();
    }

    /** Whether there is one already beside a name, and not the one that we would write. */
    boolean isOfOther(CopyPlan plan, String name, BackupRecord record, Destination destination) throws IOException {
        Optional<byte[]> there = read(destination, CopyManifest.fileName(name));
        return there.isPresent()
                && (recipients(plan, record, destination).isPresent()
                        || !Arrays.equals(there.get(), content(plan, name, record, destination)));
    }

    /** Empty when there is none; at most one byte more than a manifest may have. */
    static Optional<byte[]> read(Destination destination, String name) throws IOException {
        if (destination.store().find(name).isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = destination.store().open(name, 0)) {
            return Optional.of(in.readNBytes(SignedManifest.MOST_BYTES + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
