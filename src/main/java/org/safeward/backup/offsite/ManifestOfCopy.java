package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.safeward.archive.age.EncryptedStream;
import org.safeward.archive.content.Manifest;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.Destination;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.manifest.CopyDetails;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.SignedManifest;
import org.safeward.store.remote.WholeFile;

/** What lies beside a copy, and makes it one. */
@ApplicationScoped
class ManifestOfCopy {
    @Inject
    private InstallationKeys keys;

    /** The same for the same copy, but for one that is encrypted on its way. */
    byte[] content(CopyPlan plan, String name, BackupRecord record, Destination destination) throws IOException {
        return SignedManifest.write(manifest(plan.file(), plan, name, record, destination), keys.own());
    }

    private static CopyManifest manifest(
            WholeFile file, CopyPlan plan, String name, BackupRecord record, Destination destination)
            throws IOException {
        String database = record.database();
        CopyDetails details = details(record);
        return plan.key().isEmpty()
                ? CopyManifest.plain(name, database, record.createdAt(), file.size(), file.sha256(), details)
                : CopyManifest.encrypted(
                        name, database, record.createdAt(), file.size(), file.sha256(), sealed(details, destination));
    }

    /** Of a file that was encrypted before it was copied, what it holds stands nowhere in clear. */
    private static CopyDetails details(BackupRecord record) {
        String file = Path.of(record.filePath()).getFileName().toString();
        Optional<Manifest> known = Optional.ofNullable(record.manifestJson())
                .filter(json -> !file.endsWith(CopyName.ENCRYPTED))
                .map(Manifest::fromJson);
        return new CopyDetails(
                file, record.origin().text(), record.fileSize(), record.sha256(), record.verifiedAt(), known);
    }

    private static byte[] sealed(CopyDetails details, Destination destination) throws IOException {
        ByteArrayOutputStream age = new ByteArrayOutputStream();
        try (EncryptedStream out = new EncryptedStream(age, EncryptCopy.recipients(destination))) {
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
                && (plan.key().isPresent() || !Arrays.equals(there.get(), content(plan, name, record, destination)));
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
