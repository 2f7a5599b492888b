package org.safeward.destinations.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A key that is kept, printed and typed again. */
class InstallationKeyTest {
    private final InstallationKey key = InstallationKey.create();

    @Test
    void oneThatWasKeptSignsAsBefore() {
        InstallationKey kept = InstallationKey.of(key.publicKey(), key.secret());
        byte[] file = SignedManifest.write(Samples.manifest(), kept);
        SignedManifest read = SignedManifest.read(file, CopyManifest.fileName(Samples.COPY));
        assertEquals(Trust.SIGNED_BY_US, read.trust(Set.of(key.publicKey())));
    }

    @Test
    void anotherPublicKeyOrNoPrivateOneIsNoPair() {
        PublicKeyText other = InstallationKey.create().publicKey();
        assertThrows(IllegalArgumentException.class, () -> InstallationKey.of(other, key.secret()));
        assertThrows(IllegalArgumentException.class, () -> InstallationKey.of(key.publicKey(), "AAAA"));
        assertThrows(IllegalArgumentException.class, () -> InstallationKey.of(key.publicKey(), "?"));
    }

    @Test
    void isTypedFromThePrintedPage() {
        String printed = key.publicKey().grouped();
        assertEquals(79, printed.length());
        assertEquals(Optional.of(key.publicKey()), PublicKeyText.typed(" " + printed.toUpperCase() + "\n"));
        assertEquals(Optional.empty(), PublicKeyText.typed(printed.substring(1)));
        assertEquals(Optional.empty(), PublicKeyText.typed(printed.replace(printed.charAt(0), 'x')));
    }

    @Test
    void isNotShown() {
        assertFalse(key.toString().contains(key.secret()));
    }

    /** 32 bytes that are no point of the curve. */
    @Test
    void whatIsNoKeyVouchesForNothing() {
        assertFalse(new PublicKeyText("f".repeat(64)).verifies(new byte[1], new byte[64]));
        assertFalse(new PublicKeyText("0".repeat(64)).verifies(new byte[1], new byte[64]));
        assertFalse(key.publicKey().verifies(new byte[1], new byte[3]));
    }
}
