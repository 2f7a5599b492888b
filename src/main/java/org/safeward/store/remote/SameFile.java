package org.safeward.store.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Looks at the file that has a name already: whether it is the one that was to be put. */
public final class SameFile {
    private SameFile() {}

    /**
     * By size and SHA-256; where the place does not keep the latter the file is read.
     *
     * @return PRESENT or TAKEN
     * @throws Fault DESTINATION_FAILED when it was removed meanwhile
     */
    public static PutResult look(RemoteStore store, String name, WholeFile file) throws IOException {
        StoredFile there = store.find(name)
                .orElseThrow(() ->
                        new Fault(ErrorCode.DESTINATION_FAILED, store.address(), name + " was there and is gone"));
        return there.size() == file.size() && sha256(store, there).equals(file.sha256())
                ? PutResult.PRESENT
                : PutResult.TAKEN;
    }

    private static String sha256(RemoteStore store, StoredFile there) throws IOException {
        if (there.sha256().isPresent()) {
            return there.sha256().get();
        }
        try (InputStream in = new ResumedContent(store, there.name(), there.size(), position -> {})) {
            return Sha256.of(in);
        } catch (NoSuchFileException e) {
            throw new Fault(e, ErrorCode.DESTINATION_FAILED, store.address(), there.name() + " was there and is gone");
        }
    }
}
