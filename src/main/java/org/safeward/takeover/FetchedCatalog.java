package org.safeward.takeover;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.safeward.archive.content.Sha256;
import org.safeward.destinations.Destination;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateDirectory;
import org.safeward.files.PrivateFile;

/** A catalog's backup that was fetched, still encrypted, and is what its manifest says. Removed when it is closed; a start of the server removes what one that died has left. */
record FetchedCatalog(Path file) implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    /** @throws Fault BACKUP_DAMAGED when it is another one, and with a code DESTINATION_* */
    static FetchedCatalog fetch(Destination destination, CopyManifest manifest, Path home) throws IOException {
        Path directory = PrivateDirectory.create(home.resolve("fetched"));
        FetchedCatalog fetched = new FetchedCatalog(directory.resolve(UUID.randomUUID() + ".age"));
        try {
            fetched.read(destination, manifest);
            return fetched;
        } catch (IOException | RuntimeException e) {
            fetched.close();
            throw e;
        }
    }

    /** Never more than was signed for: what is there may have no end. */
    private void read(Destination destination, CopyManifest manifest) throws IOException {
        Sha256 sum = new Sha256();
        long left = manifest.size() + 1;
        try (InputStream in = destination.store().open(manifest.name(), 0);
                OutputStream out = Channels.newOutputStream(PrivateFile.create(file))) {
            byte[] buffer = new byte[BUFFER];
            int bytes = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            while (bytes > 0) {
                sum.update(buffer, 0, bytes);
                out.write(buffer, 0, bytes);
                left -= bytes;
                bytes = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            }
        }
        if (left != 1 || !sum.hex().equals(manifest.sha256())) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, destination.address() + "/" + manifest.name());
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
