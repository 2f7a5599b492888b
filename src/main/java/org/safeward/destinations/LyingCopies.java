package org.safeward.destinations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.destinations.manifest.SignedManifest;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.StoredFile;

/** What lies in a destination, whoever has put it there: known from the manifests alone. */
@ApplicationScoped
public class LyingCopies {
    @Inject
    private InstallationKeys keys;

    /**
     * The files of one moment.
     *
     * @param manifests newest first, by the place's clock
     */
    public record Listing(List<StoredFile> manifests, Map<String, StoredFile> byName) {}

    /** @throws Fault with a code DESTINATION_* */
    public Listing list(Destination destination) throws IOException {
        List<StoredFile> files = destination.store().list();
        List<StoredFile> manifests = files.stream()
                .filter(file -> CopyManifest.copyOf(file.name()).isPresent())
                .sorted(Comparator.comparing(StoredFile::modified).reversed().thenComparing(StoredFile::name))
                .toList();
        return new Listing(
                manifests,
                files.stream().collect(Collectors.toMap(StoredFile::name, Function.identity(), (one, other) -> one)));
    }

    /**
     * Reads some manifests. One that is none is told of as such; a place that fails is a fault.
     *
     * @throws Fault with a code DESTINATION_*
     */
    public List<LyingCopy> read(Destination destination, List<StoredFile> manifests, Listing listing)
            throws IOException {
        Set<PublicKeyText> trusted = keys.trusted();
        List<LyingCopy> copies = new java.util.ArrayList<>();
        for (StoredFile manifest : manifests) {
            copies.add(read(destination.store(), manifest, listing, trusted));
        }
        return copies;
    }

    private static LyingCopy read(RemoteStore store, StoredFile file, Listing listing, Set<PublicKeyText> trusted)
            throws IOException {
        String name = CopyManifest.copyOf(file.name()).orElseThrow();
        try {
            SignedManifest signed = SignedManifest.read(content(store, file), file.name());
            StoredFile copy = listing.byName().get(name);
            boolean lies = copy != null && copy.size() == signed.manifest().size();
            return LyingCopy.read(file, signed, signed.trust(trusted), lies);
        } catch (Fault e) {
            if (e.code() == ErrorCode.COPY_MANIFEST_INVALID || e.code() == ErrorCode.COPY_MANIFEST_TOO_NEW) {
                return LyingCopy.unreadable(file, e);
            }
            throw e;
        }
    }

    private static byte[] content(RemoteStore store, StoredFile file) throws IOException {
        if (file.size() > SignedManifest.MOST_BYTES) {
            throw new Fault(ErrorCode.COPY_MANIFEST_INVALID, file.name(), file.size() + " B");
        }
        try (InputStream in = store.open(file.name(), 0)) {
            return in.readNBytes(SignedManifest.MOST_BYTES + 1);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (NoSuchFileException | IllegalArgumentException e) {
            throw new Fault(e, ErrorCode.COPY_MANIFEST_INVALID, file.name(), "-");
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.DESTINATION_UNREACHABLE, store.address(), e.getMessage());
        }
    }
}
