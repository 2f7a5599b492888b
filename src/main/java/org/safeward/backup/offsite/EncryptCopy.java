package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.EncryptedStream;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.Recipients;
import org.safeward.destinations.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.DiskFull;
import org.safeward.files.PrivateFile;
import org.safeward.jobs.LiveJob;
import org.safeward.store.remote.WholeFile;

/** Encrypts a backup's file for a destination, into a file of the home that has no byte of it in clear. */
@ApplicationScoped
class EncryptCopy {
    private static final int BUFFER_BYTES = 1 << 18;

    @Inject
    private OutgoingFolder outgoing;

    /** Whether a backup is encrypted on its way: where the destination has recipients, and it is not encrypted already. */
    boolean isFor(Destination destination, CopyPlan plan) {
        return destination.settings().encrypts() && !plan.wasEncrypted();
    }

    static Recipients recipients(Destination destination) {
        return Recipients.parse(String.join(",", destination.settings().recipients()));
    }

    /** @throws Fault BACKUP_DAMAGED when the file is not the one that was verified; DISK_FULL */
    WholeFile run(WholeFile plain, Destination destination, CopyPlan plan, LiveJob job) throws IOException {
        Path target = outgoing.file(job.id(), "copy" + CopyName.ENCRYPTED);
        job.expect(plain.size());
        MessageDigest sealed = sha256();
        try (FileChannel channel = PrivateFile.create(target);
                EncryptedStream out = new EncryptedStream(
                        new DigestOutputStream(Channels.newOutputStream(channel), sealed), recipients(destination))) {
            plan.encrypted(out.key());
            String read = pass(plain.path(), plan, out, job);
            if (!read.equals(plain.sha256())) {
                throw new Fault(ErrorCode.BACKUP_DAMAGED, plain.path());
            }
            out.finish();
        } catch (IOException e) {
            throw DiskFull.otherwise(e, target);
        }
        job.checked("CHECK_ENCRYPTED", destination.settings().recipients().size());
        return new WholeFile(target, Files.size(target), HexFormat.of().formatHex(sealed.digest()));
    }

    /** @return the SHA-256 of what was read */
    private static String pass(Path file, CopyPlan plan, OutputStream out, LiveJob job) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long passed = 0;
        try (InputStream in = content(file, plan)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                job.checkpoint();
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                passed += read;
                job.progress(0, passed);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** In clear, whether it lies there so or not. */
    private static InputStream content(Path file, CopyPlan plan) throws IOException {
        if (!plan.isSealed()) {
            return Files.newInputStream(file);
        }
        if (!(plan.opens() instanceof Identity identity)) {
            throw new Fault(ErrorCode.ENCRYPTED_NO_IDENTITY);
        }
        InputStream sealed = Files.newInputStream(file);
        try {
            return DecryptedStream.open(sealed, identity);
        } catch (IOException | RuntimeException e) {
            sealed.close();
            throw e;
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
