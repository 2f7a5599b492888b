package org.safeward.store.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Goes once through all that a backup needs of a place: puts a small file, finds it in the list, reads it back, removes it. What an earlier
 * trial left there because the connection was lost is removed too. A place that locks whatever is put there keeps the small file until its lock ends.
 */
public final class Trial {
    private static final String PREFIX = "safeward-trial-";
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private final RemoteStore store;

    public Trial(RemoteStore store) {
        this.store = store;
    }

    /** @return the lock that keeps the small file there; empty when it is gone */
    public Optional<FileLock> run() throws IOException {
        Path file = Files.createTempFile("safeward-trial", null);
        try {
            byte[] content = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
            Files.write(file, content);
            return run(PREFIX + UUID.randomUUID(), WholeFile.read(file), content);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Optional<FileLock> run(String name, WholeFile file, byte[] content) throws IOException {
        require(store.put(name, file, Progress.NONE) != PutResult.TAKEN, "a name that was never used is taken");
        require(list(name), "a file that was put is not in the list");
        require(Arrays.equals(content, read(name)), "a file that was put came back with other content");
        Optional<FileLock> kept = store.delete(name);
        require(kept.isPresent() || store.find(name).isEmpty(), "a file that was removed is still there");
        return kept;
    }

    private boolean list(String name) throws IOException {
        boolean found = false;
        for (StoredFile there : store.list()) {
            found |= there.name().equals(name);
            if (there.name().startsWith(PREFIX)
                    && there.modified().isBefore(Instant.now().minus(LEFT_BEHIND))) {
                store.delete(there.name());
            }
        }
        return found;
    }

    private byte[] read(String name) throws IOException {
        try (InputStream in = store.open(name, 0)) {
            return in.readAllBytes();
        } catch (NoSuchFileException e) {
            throw new Fault(e, ErrorCode.DESTINATION_FAILED, store.address(), "a file that was put is not there");
        }
    }

    private void require(boolean right, String otherwise) {
        if (!right) {
            throw new Fault(ErrorCode.DESTINATION_FAILED, store.address(), otherwise);
        }
    }
}
