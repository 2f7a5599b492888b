package org.safeward.backup.adopt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.Identity;
import org.safeward.destinations.manifest.CopyDetails;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.SignedManifest;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The details of a manifest, decrypted where they are encrypted. */
final class LyingDetails {
    private LyingDetails() {}

    /** @throws Fault ENCRYPTED_*, COPY_MANIFEST_INVALID */
    static CopyDetails of(CopyManifest manifest, Optional<Identity> identity) throws IOException {
        if (manifest.details().isPresent()) {
            return manifest.details().get();
        }
        Identity opening = identity.orElseThrow(() -> new Fault(ErrorCode.ENCRYPTED_NO_IDENTITY));
        ByteArrayInputStream age =
                new ByteArrayInputStream(manifest.detailsAge().orElseThrow());
        try (DecryptedStream plain = DecryptedStream.open(age, opening)) {
            return CopyDetails.of(plain.readNBytes(SignedManifest.MOST_BYTES), manifest.name());
        }
    }
}
